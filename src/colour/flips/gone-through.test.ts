import { expect, test } from 'vitest';
import { flipsOf } from '../testing/flips.ts';

test('generators flip with those who go through them', async () => {
  const found = await flipsOf({
    ports: `from harbour import ask

def ports():
    yield ask("first")

def names():
    for port in ports():
        yield port.title()

def show():
    return [name for name in names()]

def first():
    for port in ports():
        return port
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips ports:ports (iterator)
    flips ports:names (iterator)
    flips ports:first
    flips ports:show
    await ask in ports:ports, line 4
    await ports in ports:names, line 7
    await ports in ports:first, line 14
    await names in ports:show, line 11"
  `);
});

test('a generator that synchronous code goes through stays', async () => {
  const found = await flipsOf({
    ports: `from harbour import ask

def ports():
    yield ask("first")

for port in ports():
    print(port)
`,
  });
  expect(found).toMatchInlineSnapshot(
    `
    "flips ports:ports (iterator)
    await ask in ports:ports, line 4
    wait ports in ports, line 6
    stays ports: a module cannot be asynchronous"
  `,
  );
});

test('context managers flip with those who enter them', async () => {
  const found = await flipsOf({
    doors: `from contextlib import contextmanager
from harbour import ask

@contextmanager
def opened(door):
    ask(door)
    yield door

class Gate:
    def __enter__(self):
        return ask("gate")

    def __exit__(self, *problem):
        return None

def visit():
    with opened("shed") as door, Gate():
        return door
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips doors:Gate.__exit__
    flips doors:Gate.__enter__
    flips doors:opened (manager)
    flips doors:visit
    await ask in doors:Gate.__enter__, line 11
    await ask in doors:opened, line 6
    await Gate in doors:visit, line 17
    await opened in doors:visit, line 17"
  `);
});

test('objects with an iterator of their own flip with the loops over them', async () => {
  const found = await flipsOf({
    fleet: `from harbour import ask

class Fleet:
    def __iter__(self):
        return self

    def __next__(self):
        return ask("boat")

def inspect(fleet: Fleet):
    for boat in fleet:
        print(boat)

class Yard:
    def __iter__(self):
        yield ask("boat")

def build():
    return list(Yard())
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips fleet:Fleet.__next__
    flips fleet:Fleet.__iter__ (iterator)
    flips fleet:Yard.__iter__ (iterator), keeps a synchronous form
    flips fleet:inspect
    await ask in fleet:Fleet.__next__, line 8
    await ask in fleet:Yard.__iter__, line 16
    await fleet in fleet:inspect, line 11"
  `);
});

test('a generator behind a declaration flips with those who go through what is declared', async () => {
  const found = await flipsOf({
    shop: `from collections.abc import Iterator
from typing import Protocol, TypeVar
from harbour import ask

T = TypeVar("T")

class Repository(Protocol[T]):
    def iterate(self) -> Iterator[T]: ...

class Memory:
    def iterate(self) -> Iterator[str]:
        yield ask("first")

def names(repository: Repository[str]) -> list[str]:
    return [name for name in repository.iterate()]
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips shop:Memory.iterate (iterator)
    flips shop:names
    await ask in shop:Memory.iterate, line 12
    await repository.iterate in shop:names, line 15"
  `);
});

test('managers that a library may enter stay', async () => {
  const found = await flipsOf({
    timing: `from contextlib import ContextDecorator
from harbour import ask

class Timed(ContextDecorator):
    def __enter__(self):
        return ask("begin")

    def __exit__(self, *problem):
        return None

@Timed()
def work():
    return 1
`,
  });
  expect(found).toMatchInlineSnapshot(
    `"stays timing:Timed.__enter__: timing:Timed.__exit__: contextlib.ContextDecorator may call it: Timed derives from it"`,
  );
});
