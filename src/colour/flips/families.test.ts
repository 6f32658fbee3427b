import { expect, test } from 'vitest';
import { flipsOf } from '../testing/flips.ts';

test('methods that override one another flip together, with their callers through super()', async () => {
  const found = await flipsOf({
    fleet: `from harbour import ask

class Boat:
    def position(self):
        return None

    def report(self):
        return self.position()

class Ferry(Boat):
    def position(self):
        return ask("position")

class Tug(Boat):
    def position(self):
        return super().position() or "quay"

class Buoy:
    def position(self):
        return 1
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips fleet:Ferry.position
    flips fleet:Tug.position
    flips fleet:Boat.position
    flips fleet:Boat.report
    await self.position in fleet:Boat.report, line 8
    await ask in fleet:Ferry.position, line 12
    await super().position in fleet:Tug.position, line 16"
  `);
});

test('a Protocol flips with what implements it, and nothing that lacks a method of it', async () => {
  const found = await flipsOf({
    mail: `from typing import Protocol
from harbour import ask

class Channel(Protocol):
    def send(self, text): ...
    def close(self): ...

class Post:
    def send(self, text):
        return ask(text)

    def close(self):
        return None

class Flag:
    def send(self, text):
        return text

def remind(channel: Channel):
    channel.send("due")
    channel.close()
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips mail:Post.send
    flips mail:Channel.send
    flips mail:remind
    await ask in mail:Post.send, line 10
    await channel.send in mail:remind, line 20"
  `);
});

test('overloads and definitions under a condition are one function', async () => {
  const found = await flipsOf({
    books: `import sys
from typing import overload
from harbour import ask

@overload
def find(key: int) -> int: ...
@overload
def find(key: str) -> str: ...
def find(key):
    return ask(key)

if sys.platform == "win32":
    def lend(book):
        return None
else:
    def lend(book):
        return find(book)

def desk():
    return lend("Kidnapped")
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips books:find
    flips books:find
    flips books:find
    flips books:lend
    flips books:lend
    flips books:desk
    await ask in books:find, line 10
    await find in books:lend, line 17
    await lend in books:desk, line 20"
  `);
});

test('a wrapper flips with all that it wraps', async () => {
  const found = await flipsOf({
    desk: `import functools
from harbour import ask

def logged(function):
    @functools.wraps(function)
    def wrapper(*args):
        print(function.__name__)
        return function(*args)
    return wrapper

def twice(times):
    def decorate(function):
        def again(*args):
            for _ in range(times):
                result = function(*args)
            return result
        return again
    return decorate

@logged
def lend(book):
    return ask(book)

@logged
def title(book):
    return str(book)

@twice(2)
def renew(book):
    return ask(book)

def visit():
    lend("Kidnapped")
    renew("Kidnapped")
    return title("Kidnapped")
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips desk:title
    flips desk:lend
    flips desk:logged.<locals>.wrapper
    flips desk:renew
    flips desk:twice.<locals>.decorate.<locals>.again
    flips desk:visit
    await function in desk:logged.<locals>.wrapper, line 8
    await function in desk:twice.<locals>.decorate.<locals>.again, line 15
    await ask in desk:lend, line 22
    await ask in desk:renew, line 30
    await lend in desk:visit, line 33
    await renew in desk:visit, line 34
    await title in desk:visit, line 35"
  `);
});

test('a registry hands back what it is given, and what it calls later is bridged', async () => {
  const found = await flipsOf({
    desk: `from harbour import ask

COMMANDS = {}

def command(function):
    COMMANDS[function.__name__] = function
    return function

@command
def lend(book):
    return ask(book)

def run(name, book):
    return COMMANDS[name](book)

def direct():
    return lend("Kidnapped")
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips desk:lend
    flips desk:direct
    await ask in desk:lend, line 11
    await lend in desk:direct, line 17
    maybe COMMANDS[...] in desk:run, line 14"
  `);
});

test('what is not wanted stays with its reason, and its calls are bridged', async () => {
  const found = await flipsOf(
    {
      desk: `from harbour import ask

def find(book):
    return ask(book)

def lend(book):
    return find(book)

def visit():
    return [lend(book) for book in ("Kidnapped", "Catriona")]
`,
    },
    (name) => name !== 'lend',
  );
  expect(found).toMatchInlineSnapshot(`
    "flips desk:find
    await ask in desk:find, line 4
    wait find in desk:lend, line 7
    stays desk:lend: it was not asked for"
  `);
});
