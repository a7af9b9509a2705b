export function SignIn({ onSigned }: { onSigned: () => void }) { return <button onClick={onSigned}>.</button> }
