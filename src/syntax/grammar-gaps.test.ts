import { beforeAll, expect, test } from 'vitest';
import { parseable } from './grammar-gaps.ts';
import { loadPython, withTree } from './python.ts';
import { analyseScopes } from './scopes/analyse.ts';

beforeAll(async () => {
  await loadPython();
});

test('defaults of type parameters are read, and their names seen', () => {
  const text = `class Repository[T = int, *Ts = *tuple[Loan, ...], **P = [str, "a=]"], U: Model = Copy](Base[x == y]): pass
def find[K: (int, str) = Key](key: K = default) -> K: ...
type Shelf[
    T = list[Book],  # what stands on it = T
] = list[T]
row[a == b]
`;
  expect(parseable(text)).toHaveLength(text.length);
  withTree(text, (root) => {
    expect(root.hasError).toBe(false);
    const scopes = analyseScopes(root);
    const bound = scopes.all.flatMap((scope) => [...scope.bindings.values()].flat());
    const parameters = bound.filter(({ kind }) => kind === 'type-parameter').map(({ name }) => name);
    expect(parameters).toEqual(['T', 'Ts', 'P', 'U', 'K', 'T']);
    const names = new Set(scopes.all.flatMap((scope) => scope.references.map(({ name }) => name)));
    expect(['Loan', 'str', 'Model', 'Copy', 'Key', 'Book'].filter((name) => !names.has(name))).toEqual([]);
  });
});

test('what has no gap is handed on as it is', () => {
  const text = 'shelf[a == b] = {"\\r": 1}\r\nclass Loan(Base[T]): x = y[z == 1]\r\n';
  expect(parseable(text)).toBe(text);
});

test('syntax of Python 3.12 to 3.14 is read', () => {
  const text = `try:
    pass
except ValueError, TypeError:
    pass
except* A, B:
    pass
message = t"{ferry!r:>{width}}"
nested = f"{fares["adult"]} {'\\n'.join(f"{x}" for x in stops)}"
with (open(a) as b, open(c) as d,):
    pass
match stop:
    case {"pier": str(name), **rest} if name: pass
def board(*args: *Ts): return *args, 1
ferries[*selected, -1] = 2
print(*(lambda x, /, *, y=1: x)(3))
@(registry := Registry()).add
class Ferry[T]: ...
`;
  expect(withTree(text, (root) => root.hasError)).toBe(false);
});
