/** Numbers as they are reported. */

export const round = (value: number): number => Math.round(value * 10) / 10

export const median = (values: number[]): number => round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!)
