import { beforeAll, expect, test } from 'vitest';
import { applyEdits } from '../edits.ts';
import { loadPython } from '../python.ts';
import { rangeOf } from '../range.ts';
import { withSource } from '../source.ts';
import { placeAwaits } from './place.ts';
import { flip, type Wanted } from './testing/flip.ts';

beforeAll(async () => {
  await loadPython();
});

const WANTED = { flip: ['book'], coroutines: ['find'], iterators: ['crossings'], managers: ['session'], minor: 11 };

/** The text after, and what was not awaited. */
function after(text: string, wanted: Partial<Wanted> = {}): string {
  const { text: flipped, notes } = flip(text, { ...WANTED, ...wanted });
  return [flipped, ...notes].join('\n');
}

test('whatever runs through a generator runs through the asynchronous one', () => {
  expect(
    after(`def book(names):
    for crossing in crossings(find(names)):
        print(crossing)
    else:
        print('none')
    for crossing in (crossings(names)): print(crossing)
    a = [c.ferry for c in crossings(names) if find(c)]
    b = {c: d for c in names for d in crossings(c)}
    c = list(crossings(names)), set(crossings(names)), tuple(crossings(names)), [*crossings(names)]
    d = sorted(crossings(names), key=len), sum(crossings(names)), ', '.join(crossings(names))
    e = any(crossings(names)) or all(crossings(names))
    f = next(crossings(names), None), next(iter(names), None)
    g = sum(c.cars for c in crossings(names)), any(c.late for c in crossings(names))
    h = [names, *crossings(names)], *crossings(names)
`),
  ).toMatchInlineSnapshot(`
    "async def book(names):
        async for crossing in crossings(await find(names)):
            print(crossing)
        else:
            print('none')
        async for crossing in (crossings(names)): print(crossing)
        a = [c.ferry async for c in crossings(names) if await find(c)]
        b = {c: d for c in names async for d in crossings(c)}
        c = [item async for item in crossings(names)], {item async for item in crossings(names)}, tuple([item async for item in crossings(names)]), [item async for item in crossings(names)]
        d = sorted([item async for item in crossings(names)], key=len), sum([item async for item in crossings(names)]), ', '.join([item async for item in crossings(names)])
        e = await anext((True async for item in crossings(names) if item), False) or await anext((False async for item in crossings(names) if not item), True)
        f = await anext(crossings(names), None), next(iter(names), None)
        g = sum([c.cars async for c in crossings(names)]), await anext((True async for c in crossings(names) if c.late), False)
        h = ([names, *[item async for item in crossings(names)]], *[item async for item in crossings(names)])
    "
  `);
});

test('a generator that is handed on, unpacked or asked for one item is refused', () => {
  expect(
    after(`def book(names):
    a = crossings(names)
    b, c = crossings(names)
    d = next(crossings(names))
    e = 'Fastnet' in crossings(names)
    f = enumerate(crossings(names))
    g = max(crossings(names), key=len)
    h = (c for c in crossings(names))
    i = lambda: [c for c in crossings(names)]
    for j in crossings(names), names: pass
    return crossings(names)


def report(names):
    return [c for c in crossings(names)]
`),
  ).toMatchInlineSnapshot(`
    "async def book(names):
        a = crossings(names)
        b, c = crossings(names)
        d = next(crossings(names))
        e = 'Fastnet' in crossings(names)
        f = enumerate(crossings(names))
        g = max(crossings(names), key=len)
        h = (c for c in crossings(names))
        i = lambda: [c for c in crossings(names)]
        for j in crossings(names), names: pass
        return crossings(names)


    def report(names):
        return [c for c in crossings(names)]

    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call stands in a lambda, which cannot be asynchronous.
    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call stands in report, which is not asynchronous."
  `);
});

test('handing over to another generator becomes a loop', () => {
  expect(
    after(
      `def book(names, item):
    if names:
        yield from crossings(names)  # all of them
    yield from (
        find(name)
        for name in names
    )
    yield from find(names)
    if item:
        return None
    def inner():
        yield from names
        return None
    yield from inner()
`,
    ),
  ).toMatchInlineSnapshot(`
    "async def book(names, item):
        if names:
            async for item_2 in crossings(names):
                yield item_2  # all of them
        async for item_2 in (
            await find(name)
            for name in names
        ):
            yield item_2
        for item_2 in await find(names):
            yield item_2
        if item:
            return
        def inner():
            yield from names
            return None
        for item_2 in inner():
            yield item_2
    "
  `);
});

test('indentation and line ends are those of the file', () => {
  expect(
    after('def book(names):\r\n\tif names:\r\n\t\twith lock, session() as s:\r\n\t\t\tyield from crossings(s)\r\n'),
  ).toBe(
    'async def book(names):\r\n\tif names:\r\n\t\twith lock:\r\n\t\t\tasync with session() as s:\r\n\t\t\t\tasync for item in crossings(s):\r\n\t\t\t\t\tyield item\r\n',
  );
});

test('what is asynchronous already stays as it is', () => {
  const text = `from contextlib import aclosing


async def book(names):
    async for crossing in crossings(names):
        yield crossing
    a = [c async for c in crossings(names)]
    b = await anext((c async for c in crossings(names) if await find(c)), await anext(crossings(names)))
    async with aclosing(crossings(names)) as all_of_them:
        pass
    async with session() as s, session():
        yield s
`;
  expect(after(text)).toBe(text);
});

test('a generator that cleans up is closed by its loop, and refused where something may leave it early', () => {
  expect(
    after(
      `def book(names, items):
    for crossing in crossings(find(names)):
        if crossing.late:
            break
        with lock, session() as s:
            for deck, car in (crossings(s)): yield """
in one line"""
    else:
        print(crossing)
    for items[find(names)] in crossings(names):
        pass
    a = list(crossings(names)), ', '.join(crossings(names)), [*crossings(names)]
    b = any(crossings(names)), next(crossings(names), None), [c.ferry for c in crossings(names)]
    c = enumerate(crossings(names))
    yield from crossings(names)
`,
      { tidy: ['crossings'] },
    ),
  ).toMatchInlineSnapshot(`
    "async def book(names, items):
        async with aclosing(crossings(await find(names))) as items_2:
            async for crossing in items_2:
                if crossing.late:
                    break
                with lock:
                    async with session() as s:
                        async with aclosing((crossings(s))) as items_2:
                            async for deck, car in items_2: yield """
    in one line"""
            else:
                print(crossing)
        async with aclosing(crossings(names)) as items_2:
            async for items[await find(names)] in items_2:
                pass
        a = [item async for item in crossings(names)], ', '.join([item async for item in crossings(names)]), [item async for item in crossings(names)]
        b = any(crossings(names)), next(crossings(names), None), [c.ferry for c in crossings(names)]
        c = enumerate(crossings(names))
        for item in crossings(names):
            yield item

    crossings(names): refused. The call may leave the generator before its end, which then tidies up too late.
    crossings(names): refused. The call may leave the generator before its end, which then tidies up too late.
    crossings(names): refused. The call may leave the generator before its end, which then tidies up too late.
    crossings(names): refused. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): refused. The call may leave the generator before its end, which then tidies up too late."
  `);
});

test('before Python 3.10 nothing closes an asynchronous generator', () => {
  expect(
    after('def book(names):\n    for c in crossings(names):\n        print(c)\n', { tidy: ['crossings'], minor: 9 }),
  ).toMatchInlineSnapshot(`
    "async def book(names):
        for c in crossings(names):
            print(c)

    crossings(names): refused. The call may leave the generator before its end, which then tidies up too late."
  `);
});

test('what cannot go through an asynchronous iterator goes through a bridge', () => {
  expect(
    after(
      `def book(names):
    yield from (crossings(names))
    pairs = dict(zip(crossings(names), names))
    yield pairs, next(crossings(names)), *crossings(names)


@report(crossings(names))
def cancel():
    for each in(crossings(names)):
        print(each)
`,
      { iterates: true },
    ),
  ).toMatchInlineSnapshot(`
    "async def book(names):
        async for item in (crossings(names)):
            yield item
        pairs = dict(zip(iterate(crossings(names)), names))
        yield (pairs, next(iterate(crossings(names))), *[item async for item in crossings(names)])


    @report(iterate(crossings(names)))
    def cancel():
        for each in(iterate(crossings(names))):
            print(each)

    crossings(names): wait. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): wait. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): wait. The call hands the iterator to something that cannot run through an asynchronous one.
    crossings(names): wait. The call stands in cancel, which is not asynchronous."
  `);
});

test('a bridge goes once the code around it can go through the iterator', () => {
  const text = `def book(names):
    for crossing in iterate(crossings(names)):
        yield crossing
    for crossing in iterate(
        crossings(names)  # of today
    ):
        yield crossing
    yield dict(zip(iterate(crossings(names)), names))
`;
  const placed = withSource('ferry.py', Buffer.from(text), (file, root) => {
    const [definition] = root.descendantsOfType('function_definition');
    const calls = root.descendantsOfType('call').filter((call) => call.text.startsWith('iterate('));
    const uses = calls.map((call) => ({ ...rangeOf(call), gives: 'iterator' as const, isWaitedFor: true }));
    return placeAwaits(file, root, { functions: definition ? [rangeOf(definition)] : [], uses, wait: () => 'wait' });
  });
  expect('edits' in placed && applyEdits(text, placed.edits)).toMatchInlineSnapshot(`
    "async def book(names):
        async for crossing in crossings(names):
            yield crossing
        async for crossing in (
            crossings(names)  # of today
        ):
            yield crossing
        yield dict(zip(iterate(crossings(names)), names))
    "
  `);
});
