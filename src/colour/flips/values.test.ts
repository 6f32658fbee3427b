import { expect, test } from 'vitest';
import { flipsOf } from '../testing/flips.ts';

test('functions that are passed on inside the project are awaited where they are called', async () => {
  const found = await flipsOf({
    trips: `from functools import partial
from harbour import ask

def depth(port):
    return ask(port)

def each(ports, action):
    return [action(port) for port in ports]

class Log:
    def __init__(self, measure):
        self.measure = measure

    def write(self, port):
        return self.measure(port)

def survey():
    each(["Voe"], depth)
    shallow = partial(depth, "Voe")
    shallow()
    return Log(depth).write("Voe")
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips trips:depth
    flips trips:Log.write
    flips trips:each
    flips trips:survey
    await self.measure in trips:Log.write, line 15
    await ask in trips:depth, line 5
    await action in trips:each, line 8
    await each in trips:survey, line 18
    await shallow in trips:survey, line 20
    await Log(...).write in trips:survey, line 21"
  `);
});

test('calls of elements of containers are bridged as they run', async () => {
  const found = await flipsOf({
    orders: `from harbour import ask

def ahead():
    return ask("ahead")

def hold():
    return 0

ORDERS = {"ahead": ahead, "hold": hold}

def one(word):
    return ORDERS[word]()

def default(word):
    return {"ahead": ahead}.get(word, hold)()

def every():
    for word, order in ORDERS.items():
        order()
    return [order() for order in (ahead, hold)]

def other(text):
    return text.upper()
`,
  });
  expect(found).toMatchInlineSnapshot(
    `
    "flips orders:hold
    flips orders:ahead
    flips orders:one
    flips orders:every
    await ask in orders:ahead, line 4
    await ORDERS[...] in orders:one, line 12
    await order in orders:every, line 19
    await order in orders:every, line 20
    maybe <collection>.get(...) in orders:default, line 15"
  `,
  );
});

test('members that are looked up by a text nobody knows are bridged as they run', async () => {
  const found = await flipsOf({
    winch: `from harbour import ask

class Winch:
    def haul(self):
        return ask("haul")

    def operate(self, order):
        return getattr(self, order)()

def task_paint():
    return ask("paint")

def run(name):
    return globals()["task_" + name]()
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips winch:Winch.haul
    flips winch:task_paint
    await ask in winch:Winch.haul, line 5
    await ask in winch:task_paint, line 11
    maybe getattr(...) in winch:Winch.operate, line 8
    maybe globals()[...] in winch:run, line 14"
  `);
});

test('what is handed to somebody who calls it synchronously stays', async () => {
  const found = await flipsOf({
    desk: `import threading
from functools import lru_cache
from harbour import ask

def weigh(crate):
    return ask(crate)

def tidy():
    ask("tidy")

def price(crate):
    return ask(crate)

def label(crate):
    return ask(crate)

@lru_cache
def tide(port):
    return ask(port)

def work(crates):
    sorted(crates, key=weigh)
    threading.Thread(target=tidy).start()
    list(map(price, crates))
    tide("Voe")
    return [label(crate) for crate in crates]
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips desk:price
    flips desk:label
    flips desk:work
    await ask in desk:price, line 12
    await ask in desk:label, line 15
    await map in desk:work, line 24
    await label in desk:work, line 26
    stays desk:weigh: desk:weigh is handed on: builtins.sorted may call it synchronously
    stays desk:tidy: desk:tidy is handed on: threading.Thread may call it synchronously
    stays desk:tide: @lru_cache may call it as a synchronous function"
  `);
});

test('objects that libraries call, enter or unpack keep their methods', async () => {
  const found = await flipsOf({
    rope: `from contextlib import ExitStack
from harbour import ask

class Rope:
    def __enter__(self):
        return ask("rope")

    def __exit__(self, *problem):
        return None

class Ranking:
    def __call__(self, boat):
        return ask(boat)

class Counted:
    def __init__(self, function):
        self.function = function

    def __call__(self):
        return ask("count") or self.function()

class Fleet:
    def __iter__(self):
        yield ask("boat")

@Counted
def sail():
    return 1

def work(boats):
    sorted(boats, key=Ranking())
    first, *rest = Fleet()
    with ExitStack() as stack:
        stack.enter_context(Rope())
        return sail()
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips rope:Rope.__exit__, keeps a synchronous form
    flips rope:Rope.__enter__, keeps a synchronous form
    flips rope:Fleet.__iter__ (iterator), keeps a synchronous form
    await ask in rope:Rope.__enter__, line 6
    await ask in rope:Fleet.__iter__, line 24
    stays rope:Ranking.__call__: rope:Ranking.__call__ is handed on: builtins.sorted may use it synchronously
    stays rope:Counted.__call__: rope:Counted.__call__ is handed on: it is used as a decorator"
  `);
});

test('what evaluated text names stays', async () => {
  const found = await flipsOf({
    net: `from operator import methodcaller
from harbour import ask

def cast():
    return ask("cast")

def mend():
    return ask("mend")

class Book:
    def title(self):
        return ask("title")

def work():
    eval("cast() + 1")
    mend()
    return methodcaller("title")(Book())
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips net:mend
    flips net:work
    await ask in net:mend, line 8
    await mend in net:work, line 16
    stays net:Book.title: net:Book.title is handed on: methodcaller may run it
    stays net:cast: net:cast is handed on: eval may run it"
  `);
});

test('a function of a module that is looked up by a name nobody knows', async () => {
  const found = await flipsOf({
    winch: `from harbour import ask

def haul():
    return ask("haul")

def rest():
    return 0
`,
    deck: `import winch

def run(name):
    return getattr(winch, name)()

def haul():
    return getattr(winch, "haul")()
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips winch:haul
    flips deck:haul
    await getattr(...) in deck:haul, line 7
    await ask in winch:haul, line 4
    maybe getattr(...) in deck:run, line 4"
  `);
});

test('functions that a decorator keeps are followed to where they are called', async () => {
  const found = await flipsOf({
    tasks: `import atexit
from harbour import ask

JOBS = []

def job(function):
    JOBS.append(function)
    def wrapper(*args):
        return function(*args)
    wrapper.original = function
    return wrapper

def at_end(function):
    atexit.register(function)
    return function

@job
def paint():
    return ask("paint")

@at_end
def close():
    return ask("close")

def run():
    for each in JOBS:
        each()
    return paint.original()
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips tasks:paint
    flips tasks:job.<locals>.wrapper
    await function in tasks:job.<locals>.wrapper, line 9
    await ask in tasks:paint, line 19
    maybe each in tasks:run, line 27
    maybe paint.original in tasks:run, line 28
    stays tasks:close: tasks:close is handed on: atexit.register may call it synchronously"
  `);
});

test('what libraries find on their own objects, or call by its name, stays', async () => {
  const found = await flipsOf({
    doors: `import warnings
from contextlib import closing
from functools import partialmethod
from harbour import ask

def show(*problem):
    return ask("show")

warnings.showwarning = show

class Door:
    def close(self):
        return ask("close")

    def turn(self, way):
        return ask(way)

    lock = partialmethod(turn, "left")

class Proxy:
    def __getattr__(self, name):
        def anything(*args):
            return ask(name)
        return anything

def work():
    with closing(Door()) as door:
        door.lock()
        door.turn("right")
    return Proxy().anything_at_all(1)
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "stays doors:Door.close: doors:Door.close is handed on: contextlib.closing calls it
    stays doors:Door.turn: doors:Door.turn is handed on: functools.partialmethod may call it synchronously
    stays doors:Proxy.__getattr__.<locals>.anything: doors:Proxy.__getattr__.<locals>.anything is handed on: Proxy.__getattr__ gives it for an attribute
    stays doors:show: doors:show is handed on: warnings may call it synchronously"
  `);
});

test('a call in the format of an f-string is one like any other', async () => {
  const found = await flipsOf({
    table: `from harbour import ask

def width():
    return ask("width")

def line(title):
    return f"{title:>{width()}}"
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips table:width
    flips table:line
    await ask in table:width, line 4
    await width in table:line, line 7"
  `);
});

test('a list or text beside an object that has the method is not meant', async () => {
  const found = await flipsOf({
    desk: `from harbour import ask

class Desk:
    def lend(self):
        return ask("lend")

class Branch:
    def __init__(self, desk: Desk | str):
        self.desk = desk

    def open(self):
        self.desk.lend()

def lend_all(desks: list[str]):
    desks.lend()
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips desk:Desk.lend
    flips desk:Branch.open
    await ask in desk:Desk.lend, line 5
    await self.desk.lend in desk:Branch.open, line 12
    maybe desks.lend in desk:lend_all, line 15"
  `);
});

test('methods that a class decorator replaces stay, and what a wrapper keeps is bridged', async () => {
  const found = await flipsOf({
    desk: `import functools
from harbour import ask

def counted(cls):
    for name in dir(cls):
        setattr(cls, name, getattr(cls, name))
    return cls

@counted
class Desk:
    def lend(self):
        return ask("lend")

def logged(function):
    @functools.wraps(function)
    def wrapper():
        return function()
    return wrapper

@logged
def close():
    return ask("close")

def work():
    Desk().lend()
    return close.__wrapped__()
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips desk:close
    flips desk:logged.<locals>.wrapper
    await function in desk:logged.<locals>.wrapper, line 17
    await ask in desk:close, line 22
    maybe close.__wrapped__ in desk:work, line 26
    stays desk:Desk.lend: desk:Desk.lend is handed on: setattr may put something else in its place"
  `);
});
