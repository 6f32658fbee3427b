import { expect, test } from 'vitest';
import { loadKnowledge } from '../knowledge/index.ts';
import { openProgram } from '../program/index.ts';
import { smallProject } from '../program/testing/small-project.ts';
import { surroundingsOf } from './reach.ts';
import { typesOf } from './types.ts';

/** What `use` in main.py reaches, by qualified name. The objects are made elsewhere. */
async function reached(text: string): Promise<readonly string[]> {
  const knowledge = loadKnowledge();
  const program = await openProgram(smallProject({ 'main.py': text }), { types: typesOf(knowledge) });
  const use = program.project.functions.find(({ qualname }) => qualname === 'use');
  if (!use) throw new TypeError('the test has no function `use`');
  return surroundingsOf(
    program,
    knowledge,
  )(use)
    .edges.map(({ to }) => to.qualname)
    .sort();
}

const methods = ['add', 'lt', 'contains', 'len', 'str', 'bool', 'setitem', 'getitem', 'iter', 'enter', 'exit', 'iadd'];
const load = `class Load:\n${methods.map((name) => `    def __${name}__(self, *args): ...\n`).join('')}load = Load()\n`;

test.each([
  ['load + 1', ['Load.__add__']],
  ['load < 1', ['Load.__contains__', 'Load.__lt__']],
  ['"tea" in load', ['Load.__contains__', 'Load.__lt__']],
  ['len(load)', ['Load.__len__']],
  ['f"{load}"', ['Load.__str__']],
  ['print(load)', ['Load.__str__']],
  ['not load', ['Load.__bool__', 'Load.__len__']],
  ['load["tea"]', ['Load.__getitem__']],
  ['[one for one in load]', ['Load.__iter__']],
])('`%s` runs methods of the class', async (expression, expected) => {
  expect(await reached(`${load}def use():\n    return ${expression}\n`)).toEqual(expected);
});

test.each([
  ['if load:\n        pass', ['Load.__bool__', 'Load.__len__']],
  ['load["tea"] = 1', ['Load.__setitem__']],
  ['global load\n    load += 1', ['Load.__add__', 'Load.__iadd__']],
  ['with load:\n        pass', ['Load.__enter__', 'Load.__exit__']],
  [
    'import contextlib\n    with contextlib.ExitStack() as stack:\n        stack.enter_context(load)',
    ['Load.__enter__', 'Load.__exit__'],
  ],
])('`%s` runs methods of the class', async (statement, expected) => {
  expect(await reached(`${load}def use():\n    ${statement}\n`)).toEqual(expected);
});

test('a metaclass stands between a call of a class and its constructor', async () => {
  const text = `class Single(type):
    def __call__(cls):
        return super().__call__()
class Office(metaclass=Single):
    def __init__(self): ...
def use():
    return Office()
`;
  expect(await reached(text)).toEqual(['Single.__call__']);
});

test('every function registered for a type may answer', async () => {
  const text = `import functools
@functools.singledispatch
def price(vehicle): ...
@price.register(int)
def _(length): ...
def use(vehicle):
    return price(vehicle)
`;
  expect(await reached(text)).toEqual(['_', 'price']);
});

test('decorators run where a function is defined, hooks where a class is', async () => {
  const text = `def logged(level):
    def around(function):
        return function
    return around
class Plugin:
    def __init_subclass__(cls): ...
def use():
    @logged("info")
    def board(): ...
    class Tides(Plugin): ...
    board()
`;
  expect(await reached(text)).toEqual([
    'Plugin.__init_subclass__',
    'logged',
    'logged.<locals>.around',
    'use.<locals>.board',
  ]);
});

test('reading an attribute may run `__getattr__` or `__get__`, setting it only a setter', async () => {
  const text = `class Column:
    def __get__(self, row, kind): ...
class Row:
    zone = Column()
    def __getattr__(self, name): ...
    @property
    def price(self): ...
    @price.setter
    def price(self, value): ...
row = Row()
def use():
    row.price = 4
    return row.zone, row.anything
`;
  expect(await reached(text)).toEqual(['Column.__get__', 'Row.__getattr__', 'Row.price']);
});
