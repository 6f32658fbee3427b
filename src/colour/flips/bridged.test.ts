import { expect, test } from 'vitest';
import { flipsOf } from '../testing/flips.ts';

test('an iterator that is kept, sent on or may be something else is bridged by the call that gives it', async () => {
  const found = await flipsOf({
    ports: `from harbour import ask

def ports():
    yield ask("first")

class Route:
    def __init__(self):
        self.stops = ports()

    def go(self):
        return next(self.stops, "end")

def either(known):
    return known if known else ports()

def send(crew):
    crew.call(ports())

def all_of():
    return [port for port in ports()]
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips ports:ports (iterator)
    flips ports:all_of
    await ask in ports:ports, line 4
    await ports in ports:all_of, line 20
    wait ports in ports:Route.__init__, line 8
    wait ports in ports:either, line 14
    wait ports in ports:send, line 17"
  `);
});

test('several iterators that reach one name are gone through if all of them are asynchronous', async () => {
  const found = await flipsOf({
    ports: `from harbour import ask

def northern():
    yield ask("north")

def southern():
    yield ask("south")

def listed():
    return ["Voe"]

def chosen(north):
    found = northern()
    if not north:
        found = southern()
    return [port for port in found]

def mixed(north):
    found = northern()
    if not north:
        found = listed()
    return [port for port in found]
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips ports:northern (iterator)
    flips ports:southern (iterator)
    flips ports:chosen
    await ask in ports:northern, line 4
    await ask in ports:southern, line 7
    await found in ports:chosen, line 16
    wait northern in ports:mixed, line 19"
  `);
});

test('an iterator that a property makes is followed to where the attribute is read', async () => {
  const found = await flipsOf({
    ports: `from functools import cached_property
from harbour import ask

class Stream:
    @cached_property
    def _lines(self):
        return self._read()

    def _read(self):
        yield ask("line")

    def __iter__(self):
        for line in self._lines:
            yield line

    def __next__(self):
        return self._lines.__next__()
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips ports:Stream._read (iterator)
    flips ports:Stream.__next__, keeps a synchronous form
    flips ports:Stream.__iter__ (iterator), keeps a synchronous form
    await ask in ports:Stream._read, line 10
    await self._lines in ports:Stream.__iter__, line 13
    await self._lines.__next__ in ports:Stream.__next__, line 17"
  `);
});

test('objects that nobody can follow keep a synchronous form of what enters them and goes through them', async () => {
  const found = await flipsOf({
    desk: `from harbour import ask

class Desk:
    def __enter__(self):
        ask("open")
        return self

    def __exit__(self, *exc):
        ask("close")

class LoanDesk(Desk):
    def __exit__(self, *exc):
        super().__exit__(*exc)

class Shelf:
    def __iter__(self):
        yield ask("title")

def work(anything):
    with anything as inside:
        return [each for each in inside]

def lend():
    with LoanDesk():
        return [title for title in Shelf()]

with Desk():
    pass
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips desk:Desk.__exit__, keeps a synchronous form
    flips desk:LoanDesk.__exit__
    flips desk:Desk.__enter__, keeps a synchronous form
    flips desk:Shelf.__iter__ (iterator), keeps a synchronous form
    flips desk:lend
    await ask in desk:Desk.__enter__, line 5
    await ask in desk:Desk.__exit__, line 9
    await super().__exit__ in desk:LoanDesk.__exit__, line 13
    await ask in desk:Shelf.__iter__, line 17
    await LoanDesk in desk:lend, line 24
    await Shelf in desk:lend, line 25"
  `);
});

test('a synchronous form is no reason to flip, and is left as soon as the code around it can', async () => {
  const found = await flipsOf({
    desk: `from ferryman import iterate, wait
from harbour import ask

class Desk:
    async def __aenter__(self):
        return await ask("open")

    def __enter__(self):
        return wait(self.__aenter__())

    async def __aexit__(self, *exc):
        await ask("close")

    def __exit__(self, *exc):
        return wait(self.__aexit__(*exc))

class Shelf:
    async def __aiter__(self):
        yield await ask("title")

    def __iter__(self):
        return iterate(self)

def lend():
    with Desk():
        return [title for title in Shelf()] + [title for title in iterate(Shelf())]
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips desk:lend
    await ask in desk:Desk.__aenter__, line 6
    await ask in desk:Desk.__aexit__, line 12
    await ask in desk:Shelf.__aiter__, line 19
    await iterate in desk:lend, line 26
    await Desk in desk:lend, line 25
    await Shelf in desk:lend, line 26
    stays desk:Desk.__enter__: desk:Desk.__exit__: __aexit__ stands beside it
    stays desk:Desk.__exit__: desk:Desk.__exit__: __aexit__ stands beside it"
  `);
});
