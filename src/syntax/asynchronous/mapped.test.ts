import { beforeAll, expect, test } from 'vitest';
import { loadPython } from '../python.ts';
import { flip } from './testing/flip.ts';

beforeAll(async () => {
  await loadPython();
});

/** A function that becomes asynchronous, around statements that call \`lend\`. */
function within(...statements: string[]): string {
  const body = statements.map((each) => `    ${each.replaceAll('\n', '\n    ')}\n`).join('');
  const { text, notes } = flip(`def day(books):\n${body}`, { flip: ['day'], coroutines: ['lend'] });
  return [text, ...notes].join('\n');
}

test('what is run through at once becomes a comprehension', () => {
  const text = within(
    'titles = list(map(lend, books))',
    'lent = set(filter(self.lend, books)), tuple(map(lend, books))',
    'total = sum(map(lend, books)) + max(map(lend, books))',
    "text = ', '.join(map(lend, sorted(books)))",
    'pairs = dict(map(lend, books if books else []))',
    'both = list(\n    map(\n        lend,\n        books,\n        list(map(lend, books)),\n    )\n)',
    'order = sorted(map(lend, books), key=len)',
    'for title in map(lend, books):\n    print(title)',
    'for title in (filter(lend, books)): print(title)',
    "text = f'{set(map(lend, books))}'",
  );
  expect(text).toMatchInlineSnapshot(`
    "async def day(books):
        titles = [await lend(item) for item in books]
        lent = {item for item in books if await self.lend(item)}, tuple([await lend(item) for item in books])
        total = sum([await lend(item) for item in books]) + max([await lend(item) for item in books])
        text = ', '.join([await lend(item) for item in sorted(books)])
        pairs = dict([await lend(item) for item in (books if books else [])])
        both = [await lend(item, item_2) for item, item_2 in zip(books,
                [await lend(item) for item in books])]
        order = sorted([await lend(item) for item in books], key=len)
        async for title in (await lend(item) for item in books):
            print(title)
        async for title in ((item for item in books if await lend(item))): print(title)
        text = f'{set(map(lend, books))}'

    map(lend, books): refused. The call hands what map gives to something that may run through it later."
  `);
});

test('what may be run through later, or looks its function up once, stays', () => {
  const text = within(
    'later = map(lend, books)',
    'return map(lend, books)',
    'first = next(map(lend, books))',
    'found = any(map(lend, books))',
    'least = min(map(lend, books), key=len)',
    'order = sorted(map(lend, books), key=make_key())',
    'all = list(map(desks[0].lend, books))',
    'all = list(map(self.desk.lend, books))',
    'for desk in desks:\n    for title in map(desk.lend, books):\n        desk = title',
    'all = list(map(lend, *books))',
    'all = list(map(  # one by one\n    lend, books))',
    'class Shelf:\n    all = list(map(lend, books))',
    'show([title for title in map(lend, books)])',
  );
  expect(text).toMatchInlineSnapshot(`
    "async def day(books):
        later = map(lend, books)
        return map(lend, books)
        first = next(map(lend, books))
        found = any(map(lend, books))
        least = min(map(lend, books), key=len)
        order = sorted(map(lend, books), key=make_key())
        all = list(map(desks[0].lend, books))
        all = list(map(self.desk.lend, books))
        for desk in desks:
            for title in map(desk.lend, books):
                desk = title
        all = list(map(lend, *books))
        all = list(map(  # one by one
            lend, books))
        class Shelf:
            all = list(map(lend, books))
        show([title for title in map(lend, books)])

    map(lend, books): refused. The call hands what map gives to something that may run through it later.
    map(lend, books): refused. The call hands what map gives to something that may run through it later.
    map(lend, books): refused. The call hands what map gives to something that may run through it later.
    map(lend, books): refused. The call hands what map gives to something that may run through it later.
    map(lend, books): refused. The call hands what map gives to something that may run through it later.
    map(lend, books): refused. The call hands what map gives to something that may run through it later.
    map(desks[0].lend, books): refused. The call gives each item to something that is looked up once, and would be for every item.
    map(self.desk.lend, books): refused. The call gives each item to something that is looked up once, and would be for every item.
    map(desk.lend, books): refused. The call gives each item to a name that its loop may bind anew.
    map(lend, *books): refused. The call calls a function for each item.
    map(  # one by one: refused. The call would lose a comment as a comprehension.
    map(lend, books): refused. The call stands in the body of a class, whose names a comprehension does not see.
    map(lend, books): refused. The call hands what map gives to something that may run through it later."
  `);
});

test('synchronous code bridges to each call', () => {
  const text = `ALL = list(map(lend, BOOKS))

def close(books):
    for book in filter(lend, books):
        print(lambda: set(map(lend, books)))
`;
  const { text: after, notes } = flip(text, { flip: [], coroutines: ['lend'] });
  expect([after, ...notes].join('\n')).toMatchInlineSnapshot(`
    "ALL = [wait(lend(item)) for item in BOOKS]

    def close(books):
        for book in (item for item in books if wait(lend(item))):
            print(lambda: {wait(lend(item)) for item in books})

    map(lend, BOOKS): wait. The call stands at module level, where nothing can be awaited.
    filter(lend, books): wait. The call stands in close, which is not asynchronous.
    map(lend, books): wait. The call stands in a lambda, which cannot be asynchronous."
  `);
});
