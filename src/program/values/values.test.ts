import { expect, test } from 'vitest';
import { openProgram } from '../program.ts';
import { answer } from '../testing/answer.ts';
import { smallProject } from '../testing/small-project.ts';

const ship = 'class Ship:\n    def sail(self): ...\n';

test.each([
  [
    'an alias of an import',
    { 'fleet.py': ship, 'main.py': 'from fleet import Ship as Vessel\nanswer = Vessel\n' },
    ['class Ship'],
  ],
  [
    'a re-export by star',
    {
      'fleet/__init__.py': 'from .ships import *\n',
      'fleet/ships.py': ship,
      'main.py': 'import fleet\nanswer = fleet.Ship()\n',
    },
    ['instance Ship'],
  ],
  [
    'a relative import two packages up',
    {
      'a/__init__.py': '',
      'a/base.py': ship,
      'a/b/__init__.py': '',
      'a/b/main.py': 'from ..base import Ship\nanswer = Ship\n',
    },
    ['class Ship'],
  ],
  [
    'a package that imports its own submodule',
    {
      'fleet/__init__.py': 'from . import ships\n',
      'fleet/ships.py': ship,
      'main.py': 'from fleet import ships\nanswer = ships.Ship.sail\n',
    },
    ['function Ship.sail'],
  ],
  [
    'a namespace package',
    { 'fleet/deep/ships.py': ship, 'main.py': 'import fleet.deep.ships\nanswer = fleet.deep.ships.Ship\n' },
    ['class Ship'],
  ],
  [
    'something outside',
    { 'main.py': 'import requests as r\nanswer = r.Session.get\n' },
    ['external requests.Session.get'],
  ],
  [
    'what a function returns, through an unannotated parameter',
    { 'main.py': `${ship}def same(x):\n    return x\nanswer = same(Ship())\n` },
    ['instance Ship'],
  ],
  [
    'an element of a comprehension',
    { 'main.py': `${ship}ships = [Ship() for _ in range(3)]\nfor answer in ships:\n    pass\n` },
    ['instance Ship'],
  ],
  ['a tuple taken apart', { 'main.py': `${ship}name, answer = "Ada", Ship()\n` }, ['instance Ship']],
  [
    'a global set in a function',
    { 'main.py': `${ship}answer = None\ndef launch():\n    global answer\n    answer = Ship()\n` },
    ['instance Ship'],
  ],
  [
    'an attribute set in __init__',
    { 'main.py': `${ship}class Dock:\n    def __init__(self):\n        self.ship = Ship()\nanswer = Dock().ship\n` },
    ['instance Ship'],
  ],
  [
    'a quoted annotation',
    { 'main.py': `def find() -> "list[Ship] | None": ...\n${ship}answer = find()[0]\n` },
    ['instance Ship', 'many instance Ship'],
  ],
  [
    'a generator used as a context manager',
    {
      'main.py': `from contextlib import contextmanager\n${ship}@contextmanager\ndef hired():\n    yield Ship()\nwith hired() as answer:\n    pass\n`,
    },
    ['instance Ship'],
  ],
  [
    'a dataclass field given by keyword',
    { 'main.py': `from typing import Any\n${ship}class Berth:\n    guest: Any\nanswer = Berth(guest=Ship()).guest\n` },
    ['instance Ship', 'unknown'],
  ],
  [
    'a cast to a type in quotes',
    { 'main.py': `from typing import cast\n${ship}def find(): ...\nanswer = cast("Ship | None", find())\n` },
    ['instance Ship'],
  ],
  [
    'what a heap gives',
    { 'main.py': `from heapq import heappop\n${ship}queue = [Ship()]\nanswer = heappop(queue)\n` },
    ['instance Ship'],
  ],
  [
    'a property by a descriptor class of the project',
    {
      'main.py': `${ship}class cached:
    def __init__(self, function):
        self.function = function

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        found = self.function(instance)
        return found

class Dock:
    @cached
    def ship(self):
        return Ship()

answer = Dock().ship
`,
    },
    ['instance Ship'],
  ],
  [
    'an attribute whose class has a method that containers have, too',
    {
      'main.py': `class Client:
    def put(self, path): ...

class Dock:
    def __init__(self, client: Client):
        self.client = client

class Berth:
    def __init__(self, dock: Dock):
        self.dock = dock

    def close(self):
        self.dock.client.put("closed")

answer = Dock(Client()).client
`,
    },
    ['instance Client'],
  ],
])('%s', async (_, files, expected) => {
  expect(await answer(files)).toEqual(expected);
});

test('recursion, cyclic imports and classes that derive from themselves come to an end', async () => {
  const found = await answer({
    'main.py':
      'from other import there\nclass Loop(Loop): ...\ndef here(x):\n    return there(here(x))\nanswer = here(Loop())\n',
    'other.py': 'import main\ndef there(x):\n    return main.here(x) or x\n',
  });
  expect(found).toEqual(['unknown']);
});

test('of very many values the own ones are kept, and that others are missing is said', async () => {
  const many = Array.from({ length: 400 }, (_, number) => `harbour.berth${number}()`).join(' or ');
  const program = await openProgram(
    smallProject({
      'main.py': `import harbour\ndef own():\n    return 1\ndef choose():\n    found = ${many} or own\n    return found\n`,
    }),
  );
  const choose = program.project.functions.find(({ qualname }) => qualname === 'choose');
  const values = [...(choose ? program.evaluation.returned(choose) : [])];
  expect(values.length).toBeLessThan(300);
  expect(values.map(({ kind }) => kind)).toContain('unknown');
  expect(values.some((value) => value.kind === 'function' && value.function.qualname === 'own')).toBe(true);
});
