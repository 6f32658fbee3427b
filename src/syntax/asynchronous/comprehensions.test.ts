import { beforeAll, expect, test } from 'vitest';
import { loadPython } from '../python.ts';
import { flip, type Wanted } from './testing/flip.ts';

beforeAll(async () => {
  await loadPython();
});

/** The body of `def book(names):` once `find` and `full` give coroutines and `book` is asynchronous. */
function book(body: string, wanted: Partial<Wanted> = {}) {
  const lines = body.replace(/^(?=.)/gm, '    ');
  const all = { flip: ['book'], coroutines: ['find', 'full'], iterators: ['crossings'], minor: 11, ...wanted };
  const { text, notes } = flip(`def book(names):\n${lines}\n`, all);
  return [text, ...notes].join('\n');
}

test('list, set and dict comprehensions await', () => {
  expect(
    book(`a = [find(name).captain for name in find(names) if not full(name)]
b = {find(name) for name in names for deck in find(name).decks if full(deck)}
c = {find(name): full(name) for name in names}
d = [[full(deck) for deck in find(name)] for name in names]`),
  ).toMatchInlineSnapshot(`
    "async def book(names):
        a = [(await find(name)).captain for name in await find(names) if not await full(name)]
        b = {await find(name) for name in names for deck in (await find(name)).decks if await full(deck)}
        c = {await find(name): await full(name) for name in names}
        d = [[await full(deck) for deck in await find(name)] for name in names]
    "
  `);
});

test('a generator expression that is run through at once becomes a list', () => {
  expect(
    book(`a = list(find(name) for name in names)
b = set(find(name) for name in names), f"{set(find(name) for name in names)}"
c = tuple(find(name) for name in names)
d = sorted((find(name) for name in names), key=lambda ferry: ferry.name, reverse=True)
e = sum(find(name).cars for name in names) + sum((find(name).cars for name in names), 1)
f = max((find(name).cars for name in names), default=0)
g = dict((name, find(name)) for name in names), frozenset(find(name) for name in names)
h = ", ".join(find(name).captain for name in names)
i = list(  # all of them
    find(name)
    for name in names  # in order
)
j = print(*(find(name) for name in names), sep='')
k = [*(find(name) for name in names)]
for name in (find(name) for name in names if full(name)):
    print(name)
l = [ferry for ferry in (find(name) for name in names)]`),
  ).toMatchInlineSnapshot(`
    "async def book(names):
        a = [await find(name) for name in names]
        b = {await find(name) for name in names}, f"{set([await find(name) for name in names])}"
        c = tuple([await find(name) for name in names])
        d = sorted([await find(name) for name in names], key=lambda ferry: ferry.name, reverse=True)
        e = sum([(await find(name)).cars for name in names]) + sum([(await find(name)).cars for name in names], 1)
        f = max([(await find(name)).cars for name in names], default=0)
        g = dict([(name, await find(name)) for name in names]), frozenset([await find(name) for name in names])
        h = ", ".join([(await find(name)).captain for name in names])
        i = [  # all of them
            await find(name)
            for name in names  # in order
        ]
        j = print(*[await find(name) for name in names], sep='')
        k = [await find(name) for name in names]
        async for name in (await find(name) for name in names if await full(name)):
            print(name)
        l = [ferry async for ferry in (await find(name) for name in names)]
    "
  `);
});

test('any, all and next still stop at the first item that settles them', () => {
  const body = `a = any(full(name) for name in names)
b = not all(full(name) or name == 'Calf' for name in names if find(name))
c = any(
    # the big ones
    full(name)  # now
    for name in names
)
d = all(name for name in names if full(name) if name)
e = any((ferry := find(name)).late for name in names) and ferry
f = next((name for name in names if not full(name)), None)
g = any(full(deck) for name in names for deck in name if any(full(other) for other in deck))
h = next(find(name) for name in names)`;
  expect(book(body)).toMatchInlineSnapshot(`
    "async def book(names):
        a = await anext((True for name in names if await full(name)), False)
        b = not await anext((False for name in names if await find(name) if not (await full(name) or name == 'Calf')), True)
        c = await anext((
            # the big ones
            True  # now
            for name in names if await full(name)
        ), False)
        d = await anext((False for name in names if await full(name) if name if not name), True)
        e = await anext((True for name in names if (ferry := await find(name)).late), False) and ferry
        f = await anext((name for name in names if not await full(name)), None)
        g = await anext((True for name in names for deck in name if await anext((True for other in deck if await full(other)), False) if await full(deck)), False)
        h = next(wait(find(name)) for name in names)

    find(name): wait. The call hands the iterator to something that cannot run through an asynchronous one."
  `);
  expect(book(body, { minor: 9 })).toMatchInlineSnapshot(`
    "async def book(names):
        a = any(wait(full(name)) for name in names)
        b = not all(wait(full(name)) or name == 'Calf' for name in names if wait(find(name)))
        c = any(
            # the big ones
            wait(full(name))  # now
            for name in names
        )
        d = all(name for name in names if wait(full(name)) if name)
        e = any((ferry := wait(find(name))).late for name in names) and ferry
        f = next((name for name in names if not wait(full(name))), None)
        g = any(wait(full(deck)) for name in names for deck in name if any(wait(full(other)) for other in deck))
        h = next(wait(find(name)) for name in names)

    full(name): wait. The call stops at the first item found, which needs \`anext\` of Python 3.10.
    full(name): wait. The call stops at the first item found, which needs \`anext\` of Python 3.10.
    find(name): wait. The call stops at the first item found, which needs \`anext\` of Python 3.10.
    full(name): wait. The call stops at the first item found, which needs \`anext\` of Python 3.10.
    full(name): wait. The call stops at the first item found, which needs \`anext\` of Python 3.10.
    find(name): wait. The call stops at the first item found, which needs \`anext\` of Python 3.10.
    full(name): wait. The call stops at the first item found, which needs \`anext\` of Python 3.10.
    full(deck): wait. The call stops at the first item found, which needs \`anext\` of Python 3.10.
    full(other): wait. The call stops at the first item found, which needs \`anext\` of Python 3.10.
    find(name): wait. The call hands the iterator to something that cannot run through an asynchronous one."
  `);
});

test('a generator expression that is handed on stays one, and waits', () => {
  expect(
    book(`a = (find(name) for name in names)
b = load(find(name) for name in names)
c = max((find(name) for name in names), key=len)
d = print(*(find(name) for name in names), sep=find(names))
e = "{}".format(find(name) for name in names)
f = (name for name in find(names))`),
  ).toMatchInlineSnapshot(`
    "async def book(names):
        a = (wait(find(name)) for name in names)
        b = load(wait(find(name)) for name in names)
        c = max((wait(find(name)) for name in names), key=len)
        d = print(*(wait(find(name)) for name in names), sep=await find(names))
        e = "{}".format(wait(find(name)) for name in names)
        f = (name for name in await find(names))

    find(name): wait. The call hands the iterator to something that cannot run through an asynchronous one.
    find(name): wait. The call hands the iterator to something that cannot run through an asynchronous one.
    find(name): wait. The call hands the iterator to something that cannot run through an asynchronous one.
    find(name): wait. The call hands the iterator to something that cannot run through an asynchronous one.
    find(name): wait. The call hands the iterator to something that cannot run through an asynchronous one."
  `);
});

test('a builtin that the file gives another meaning is not taken for one', () => {
  const star = `from decks import *


def book(names):
    return sum(find(name) for name in names)
`;
  expect(flip(star, { flip: ['book'], coroutines: ['find'] })).toMatchObject({
    text: `from decks import *


async def book(names):
    return sum(wait(find(name)) for name in names)
`,
  });
  expect(
    book(`any = names.any
a = any(full(name) for name in names), all(full(name) for name in names)`),
  ).toMatchInlineSnapshot(`
    "async def book(names):
        any = names.any
        a = any(wait(full(name)) for name in names), await anext((False for name in names if not await full(name)), True)

    full(name): wait. The call hands the iterator to something that cannot run through an asynchronous one."
  `);
  expect(
    book(`anext = names[1]
a = any(full(name) for name in names)`),
  ).toMatchInlineSnapshot(`
    "async def book(names):
        anext = names[1]
        a = any(wait(full(name)) for name in names)

    full(name): wait. The call needs the builtin \`anext\`, a name this file gives another meaning."
  `);
});

test('before Python 3.11 a comprehension within another does not await', () => {
  const body = `a = [[full(deck) for deck in name] for name in names]
b = [sum(full(deck) for deck in name) for name in names]
c = [any(full(deck) for deck in name) for name in names]
d = [[deck for deck in find(name)] for name in names]`;
  expect(book(body, { minor: 10 })).toMatchInlineSnapshot(`
    "async def book(names):
        a = [[wait(full(deck)) for deck in name] for name in names]
        b = [sum(wait(full(deck)) for deck in name) for name in names]
        c = [await anext((True for deck in name if await full(deck)), False) for name in names]
        d = [[deck for deck in await find(name)] for name in names]

    full(deck): wait. The call stands in a comprehension within another, which may not await before Python 3.11.
    full(deck): wait. The call stands in a comprehension within another, which may not await before Python 3.11."
  `);
});

test('a lambda within a comprehension waits', () => {
  expect(book('a = [(lambda: find(name))() for name in names]')).toMatchInlineSnapshot(`
    "async def book(names):
        a = [(lambda: wait(find(name)))() for name in names]

    find(name): wait. The call stands in a lambda, which cannot be asynchronous."
  `);
});
