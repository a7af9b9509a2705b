export function TaskScreen({ id }: { id: string }) { return <p>TaskScreen</p> }
