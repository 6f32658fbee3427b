/** A stretch of text: UTF-16 indices, `end` not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The stretch a node covers. */
export function rangeOf(node: { readonly startIndex: number; readonly endIndex: number }): Range {
  return { start: node.startIndex, end: node.endIndex };
}

/** Whether `inner` lies in `outer`; equal ranges do. */
export function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
