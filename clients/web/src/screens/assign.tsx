export function Assign({ query }: { query: URLSearchParams }) { return <p>Assign</p> }
