import { expect, test } from 'vitest';
import { flipsOf } from '../testing/flips.ts';

test('properties that keep what they give, and special methods, stay, and bridge', async () => {
  const found = await flipsOf({
    boat: `from functools import cached_property
from harbour import ask

class Boat:
    name = ask("name")

    def __init__(self):
        self.crew = ask("crew")

    def __len__(self):
        return self.count()

    def count(self):
        return ask("count")

    @cached_property
    def depth(self):
        return self.count()

    def __call__(self):
        return self.count()

def work():
    boat = Boat()
    boat()
    return len(boat) + boat.depth
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips boat:Boat.__init__
    flips boat:Boat.count
    flips boat:work
    flips boat:Boat.__call__
    await ask in boat:Boat.__init__, line 8
    wait self.count in boat:Boat.__len__, line 11
    await ask in boat:Boat.count, line 14
    wait self.count in boat:Boat.depth, line 18
    await self.count in boat:Boat.__call__, line 21
    await boat in boat:work, line 25
    await Boat in boat:work, line 24
    stays boat:Boat: a class cannot be asynchronous
    stays boat:Boat.__len__: Python calls __len__ itself, and takes what it returns as it is
    stays boat:Boat.depth: reading a property cannot be awaited"
  `);
});

test('the call of an unknown receiver is bridged as it runs', async () => {
  const found = await flipsOf({
    shelf: `from harbour import ask

class Shelf:
    def restock(self):
        return ask("restock")

def known():
    return Shelf().restock()

def unknown(shelf):
    return shelf.restock()

def other(shelf):
    return shelf.restock(1, 2, 3)
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips shelf:Shelf.restock
    flips shelf:known
    await ask in shelf:Shelf.restock, line 5
    await Shelf().restock in shelf:known, line 8
    maybe shelf.restock in shelf:unknown, line 11"
  `);
});

test('nested functions flip, lambdas bridge', async () => {
  const found = await flipsOf({
    trip: `from harbour import ask

def plan():
    def leg(port):
        return ask(port)
    late = lambda port: leg(port)
    return leg("Voe"), late("Aith")

def all_legs(ports):
    return {port: ask(port) for port in ports if ask(port)}
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips trip:plan.<locals>.leg
    flips trip:all_legs
    flips trip:plan
    await leg in trip:plan, line 7
    await ask in trip:plan.<locals>.leg, line 5
    wait leg in trip:plan.<locals>.<lambda>, line 6
    await ask in trip:all_legs, line 10
    await ask in trip:all_legs, line 10
    stays trip:plan.<locals>.<lambda>: a lambda cannot be asynchronous"
  `);
});

test('tests, scripts and module level bridge', async () => {
  const found = await flipsOf({
    library: `from harbour import ask

def lend(book):
    return ask(book)

FIRST = lend("Kidnapped")
`,
    nightly: `from library import lend

def main():
    lend("Catriona")

if __name__ == "__main__":
    main()
`,
    test_library: `from library import lend

def test_lend():
    assert lend("Kidnapped") == 1
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips library:lend
    flips nightly:main
    wait lend in library, line 6
    await ask in library:lend, line 4
    run main in nightly, line 7
    await lend in nightly:main, line 4
    wait lend in test_library:test_lend, line 4
    stays library: a module cannot be asynchronous
    stays test_library:test_lend: tests stay as they are
    stays nightly: a module cannot be asynchronous"
  `);
});

test('classes of libraries may call what derives from them', async () => {
  const found = await flipsOf({
    jobs: `import threading
from enum import Enum
from harbour import ask

class Job(threading.Thread):
    def run(self):
        return ask("run")

class Zone(Enum):
    NEAR = 1

    def fare(self):
        return ask(self.value)

def total():
    Job().start()
    return Zone.NEAR.fare()
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips jobs:Zone.fare
    await ask in jobs:Zone.fare, line 13
    maybe Zone.NEAR.fare in jobs:total, line 17
    stays jobs:Job.run: threading.Thread may call it: Job derives from it"
  `);
});

test('a module that makes its attributes up stays', async () => {
  const found = await flipsOf({
    charts: `from harbour import ask

def __getattr__(name):
    return ask(name)
`,
  });
  expect(found).toMatchInlineSnapshot(
    `"stays charts:__getattr__: Python calls __getattr__ itself, and takes what it returns as it is"`,
  );
});

test('what stands in wait is awaited, whatever a star import may hide', async () => {
  const found = await flipsOf({
    ropes: 'def coil():\n    return 1\n',
    deck: `from ferryman import wait
from ropes import *
from harbour import tide

def sail():
    return wait(tide())
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips deck:sail
    await tide in deck:sail, line 6"
  `);
});
