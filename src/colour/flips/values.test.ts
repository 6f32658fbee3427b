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
    `"stays orders:ahead: orders:hold is handed on: builtins.list.get may call it synchronously"`,
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
    "flips desk:label
    flips desk:work
    await ask in desk:label, line 15
    await label in desk:work, line 26
    stays desk:weigh: desk:weigh is handed on: builtins.sorted may call it synchronously
    stays desk:tidy: desk:tidy is handed on: threading.Thread may call it synchronously
    stays desk:price: desk:price is handed on: builtins.map may call it synchronously
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
    "stays rope:Rope.__enter__: rope:Rope.__exit__ is handed on: contextlib.ExitStack.enter_context may use it synchronously
    stays rope:Ranking.__call__: rope:Ranking.__call__ is handed on: builtins.sorted may use it synchronously
    stays rope:Counted.__call__: rope:Counted.__call__ is handed on: it is used as a decorator
    stays rope:Fleet.__iter__: rope:Fleet.__iter__ is handed on: it is unpacked"
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
