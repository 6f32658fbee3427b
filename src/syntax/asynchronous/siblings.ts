/** Special methods with an asynchronous sibling, which has its own name. */
export const siblings: ReadonlyMap<string, string> = new Map([
  ['__enter__', '__aenter__'],
  ['__exit__', '__aexit__'],
  ['__iter__', '__aiter__'],
  ['__next__', '__anext__'],
]);
