import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPython, withTree } from '../python.ts';
import { differences, symbolTables } from '../testing/symtable.ts';
import { analyseScopes } from './analyse.ts';

let folder = '';
beforeAll(async () => {
  await loadPython();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferryman-scopes-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Where we and the CPython at hand differ about programs, and what it does not compile. */
async function compare(programs: readonly string[]): Promise<{ differing: string[]; refused: string[] }> {
  const files = programs.map((program, index) => {
    const file = path.join(folder, `program_${index}.py`);
    fs.writeFileSync(file, program);
    return file;
  });
  const differing: string[] = [];
  const refused: string[] = [];
  for (const [index, table] of (await symbolTables('python3', files)).entries()) {
    const program = programs[index] ?? '';
    if (table.scopes === undefined) {
      refused.push(`${program}\n${table.error}`);
      continue;
    }
    const found = withTree(program, (root) => differences(program, analyseScopes(root), table));
    if (found.length > 0) differing.push(`${program}\n${found.join('\n')}`);
  }
  return { differing, refused };
}

/** Every binding form up to Python 3.10, each with its own rule. */
const PROGRAMS = [
  '\n\n  # below blank lines\n\nimport loans\nlend = loans.lend\n',
  'a = b = c, *d = e\n(f), [g, (h.i, j[k])] = l\nm: int\nn: str = o\np.q: r = s\n(t): u\n(v): w = x\n',
  'a += b\nc[d] -= e\nf.g |= h\n',
  'def lend(a, b=c, /, d: e = f, *g: h, i, j=k, **l) -> m:\n    return a, n\n',
  'async def lend(*, a):\n    async with b as c, d as (e, f.g):\n        async for h, *i in j: pass\n        else: k\n',
  'x = lambda a, b=c, *d, e=f, **g: (a, h, lambda: a)\n',
  'class Loan(Base, metaclass=Meta):\n    a = 1\n    b = [a for _ in a]\n    def c(self): return a, __class__, super().c\n',
  'class Vault:\n    __key = 1\n    def open(self, __code): self.__key; __key; __dunder__; import __hinge; global __lid; __lid = 2\n',
  'class _:\n    __key = 1\nclass __Deep:\n    __key = 1\n    class __Deeper:\n        __key = __Deep\n',
  'import a, b.c, d as e, f.g as h\nfrom i import j, k as l\nfrom . import m\nfrom .n import o\nfrom p import *\n',
  'try: a\nexcept b as c: d\nexcept (e, f): g\nelse: h\nfinally: i\n',
  'with a as b: pass\nwith (c as d, e as (f, *g)): pass\nwith (h): pass\nwith (i, j) as k: pass\n',
  'for a in b: c\nelse: d\nfor e.f in g: pass\nfor h[i], (j, *k) in l: pass\nwhile (m := n): o\n',
  'x = [a for a in b if a for c in a]\ny = {d: e for d, e in f}\nz = {g for g in h}\nw = (i for i in (j for j in i))\n',
  'def f():\n    x = [b := a for a in c]\n    y = [[d := e for e in g] for g in h]\n    return b, d\n',
  'def f():\n    global b\n    return [b := a for a in c]\n',
  'def f():\n    x = 1\n    def g():\n        nonlocal x\n        x += 1\n        [x := y for y in z]\n        def h(): return x\n',
  'def f():\n    global a, b\n    a = 1\n    def b(): pass\n    class c:\n        global d\n        d = a\n        def e(self): return d\n',
  'x = 1\nclass A:\n    x = 2\n    def f(self): return x\n    class B:\n        y = x\n',
  'def f(x):\n    class A:\n        x = x\n        def g(self): return x\n    return A\n',
  'match a:\n    case [b, *c] | (b, c): d\n    case {"k": e, **f}: g\n    case P(h, i=j) as k: l\n    case m.n | -1 | "s": o\n    case [p, _] if q: r\n    case str(): pass\n    case (1 | 2 as t): pass\n    case u: v\n',
  'match = 1\ncase = match\nmatch.x = 1\nmatch(case)[0] = type = 2\ntype(match).x = 3\nprint = exec = 4\nprint.x\n',
  'def f(a):\n    del a\n    del (b), [c, d.e], g[h]\n',
  '@a(b)\n@c\ndef d(e=f): pass\n@g\nclass h(i): pass\n',
  'x = f"{a!r:>{b}} {c=} {(lambda d: d)}" "e" f"{[g for g in h]}" rf"{i}"\n',
  'def f():\n    a: int\n    def g(): return a\n    (b): int\n    c.d: e = 1\n    return b\n',
  'def f(a=(b := 1), c=[d for d in e], g=lambda: h): pass\nclass C:\n    def f(a=(b := 1)): return b\n',
  'def f():\n    try: pass\n    except A as e:\n        def g(): return e\n    for e in e: pass\n',
  'def f():\n    import a.b.c\n    from d import e as g\n    def h(): return a, g\n',
  'def f():\n    c = 1\n    class a:\n        global c\n        d = [c for e in c]\n        def g(self): return c\n',
  'if a: b = 1\nelif c: b = 2\nelse:\n    def b(): pass\n    class d: b\n',
  'a = yield_ = (lambda: (yield))\nasync def f():\n    return [g async for g in h if await i]\n',
  'ﬁn = 1\nprint(fin)\nµ = 2\nμ\n',
];

test('scopes are those of CPython for every binding form', async () => {
  expect(await compare(PROGRAMS)).toEqual({ differing: [], refused: [] });
});

const name = fc.constantFrom('a', 'b', 'c', '__d', 'e');
/** CPython 3.11 overlooks `:=` on the iteration variable of its own comprehension when the name is mangled. */
const plain = fc.constantFrom('a', 'b', 'c', 'e');
const indent = (text: string) => text.replace(/^(?=.)/gm, '    ');
const { program } = fc.letrec<{ expression: string; statement: string; block: string; program: string }>((tie) => {
  const e = tie('expression');
  return {
    expression: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      name,
      fc.tuple(plain, e).map(([a, b]) => `(${a} := ${b})`),
      fc.tuple(e, name, e, e).map(([a, b, c, d]) => `[${a} for ${b} in ${c} if ${d}]`),
      fc.tuple(e, e, name, name, e).map(([a, b, c, d, f]) => `{${a}: ${b} for ${c}, *${d} in ${f}}`),
      fc.tuple(name, e, e).map(([a, b, c]) => `(lambda ${a}, x=${b}: ${c})`),
      fc.tuple(e, name).map(([a, b]) => `${a}.${b}(f"{${b}}")`),
    ),
    statement: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.tuple(name, e).map(([a, b]) => `${a} = ${b}`),
      fc.tuple(name, e).map(([a, b]) => `${a}: ${b}`),
      fc.tuple(name, e).map(([a, b]) => `${a} += ${b}`),
      name.map((a) => `global ${a}`),
      name.map((a) => `nonlocal ${a}`),
      name.map((a) => `del ${a}`),
      name.map((a) => `import ${a}.b as ${a}`),
      e,
      fc.tuple(name, name, e, tie('block')).map(([a, b, c, d]) => `def ${a}(${b}=${c}, *z):\n${indent(d)}`),
      fc.tuple(name, e, tie('block')).map(([a, b, c]) => `class ${a}(${b}):\n${indent(c)}`),
      fc.tuple(name, e, tie('block')).map(([a, b, c]) => `for ${a} in ${b}:\n${indent(c)}`),
      fc.tuple(e, name, tie('block')).map(([a, b, c]) => `with ${a} as ${b}:\n${indent(c)}`),
      fc.tuple(e, name, tie('block')).map(([a, b, c]) => `try:\n    pass\nexcept ${a} as ${b}:\n${indent(c)}`),
      fc.tuple(e, name, name).map(([a, b, c]) => `match ${a}:\n    case [${b}, *_] if ${c}: pass`),
    ),
    block: fc.array(tie('statement'), { minLength: 1, maxLength: 4 }).map((list) => list.join('\n')),
    program: fc.array(tie('statement'), { minLength: 1, maxLength: 5 }).map((list) => `${list.join('\n')}\n`),
  };
});

test('scopes are those of CPython for any program it compiles', async () => {
  const programs = fc.sample(program, { numRuns: 1200 });
  const { differing, refused } = await compare(programs);
  expect(differing.toSorted((a, b) => a.length - b.length).slice(0, 3)).toEqual([]);
  expect(programs.length - refused.length).toBeGreaterThan(200);
});
