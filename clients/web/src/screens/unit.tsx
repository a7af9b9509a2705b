export function UnitTasks({ query, current }: { query: URLSearchParams; current?: string | undefined }) { return <p>UnitTasks</p> }
