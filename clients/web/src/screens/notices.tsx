export function Notices() { return <p>Notices</p> }
