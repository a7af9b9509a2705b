export function DirectiveScreen({ id }: { id: string }) { return <p>DirectiveScreen</p> }
