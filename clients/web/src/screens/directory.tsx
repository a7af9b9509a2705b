export function Directory({ query }: { query: URLSearchParams }) { return <p>Directory</p> }
