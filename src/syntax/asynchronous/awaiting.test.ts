import { beforeAll, expect, test } from 'vitest';
import { loadPython, withTree } from '../python.ts';
import { placeAwaits } from './place.ts';
import { flip, type Wanted } from './testing/flip.ts';

beforeAll(async () => {
  await loadPython();
});

/** A body of `def book(name):` once `find` and `tide` give coroutines and `book` is asynchronous. */
function book(body: string, wanted: Partial<Wanted> = {}) {
  const lines = body.replace(/^(?=.)/gm, '    ');
  return flip(`def book(name):\n${lines}\n`, { flip: ['book'], coroutines: ['find', 'tide'], ...wanted });
}

test('parentheses stand only where something takes hold of the call itself', () => {
  const { text } = book(`ferry = find(name)
captain = find(name).captain.name
first = find(name)[0]
find(name)(tide())
find(find(name).sister).board(tide())
height = -tide() ** 2 + 2 ** tide() * ~tide()
late = not tide() or find(name) and tide() < find(name) <= 3
best = find(name) if tide() else find('Fastnet')
if (found := find(name)) is None:
    return (find('Fastnet')), *find('Calf'), *find('Clew').sisters
print(*find(name), sep=tide(), **find(name).options)
decks[tide():tide() + 1] += find(name)
find(name).decks, (a, *b) = find(name)
del find(name).bookings, find(name)[tide()]
assert find(name), tide()
raise find(name) from tide()`);
  expect(text).toMatchInlineSnapshot(`
    "async def book(name):
        ferry = await find(name)
        captain = (await find(name)).captain.name
        first = (await find(name))[0]
        (await find(name))(await tide())
        (await find((await find(name)).sister)).board(await tide())
        height = -(await tide()) ** 2 + 2 ** await tide() * ~await tide()
        late = not await tide() or await find(name) and await tide() < await find(name) <= 3
        best = await find(name) if await tide() else await find('Fastnet')
        if (found := await find(name)) is None:
            return ((await find('Fastnet')), *await find('Calf'), *(await find('Clew')).sisters)
        print(*await find(name), sep=await tide(), **(await find(name)).options)
        decks[await tide():await tide() + 1] += await find(name)
        (await find(name)).decks, (a, *b) = await find(name)
        del (await find(name)).bookings, (await find(name))[await tide()]
        assert await find(name), await tide()
        raise await find(name) from await tide()
    "
  `);
});

test('a keyword in front of a bracket keeps its distance', () => {
  const { text } = book(`ferry = 1 if(find)(name)else(find)('Fastnet')
late = not(tide)()and(tide)()
return(find)(name)`);
  expect(text).toMatchInlineSnapshot(`
    "async def book(name):
        ferry = 1 if await (find)(name)else await (find)('Fastnet')
        late = not await (tide)()and await (tide)()
        return await (find)(name)
    "
  `);
});

test('lines that are continued stay as they are', () => {
  const { text } = book(`captain = find(name) \\
    .captain
sister = (
    find(  # the ferry
        name,
    )
    .sister  # and hers
)`);
  expect(text).toMatchInlineSnapshot(`
    "async def book(name):
        captain = (await find(name)) \\
            .captain
        sister = (
            (await find(  # the ferry
                name,
            ))
            .sister  # and hers
        )
    "
  `);
});

test('an f-string may await, but not where it prints its own source', () => {
  const { text, notes } = book(`return f"{find(name)!r:>{tide()}} {find(name).captain} {tide()=} {tide() + 1 = }"`);
  expect(text).toMatchInlineSnapshot(`
    "async def book(name):
        return f"{await find(name)!r:>{await tide()}} {(await find(name)).captain} {tide()=} {tide() + 1 = }"
    "
  `);
  expect(notes).toMatchInlineSnapshot(`
    [
      "tide(): refused. The call stands in an f-string that prints its own source (\`=\`), so any change would change the text.",
      "tide(): refused. The call stands in an f-string that prints its own source (\`=\`), so any change would change the text.",
    ]
  `);
});

test('defaults, decorators, bases and arguments of inner definitions belong to the function around', () => {
  const { text, notes } = book(`@booked(find(name))
def board(ferry=find(name), *, height: tide() = tide()) -> find(name):
    return find(name)
class Trip(find(name).Trip, metaclass=find(name)):
    ferry = find(name)
    def __init__(self, height=tide()):
        self.height = tide()
later = lambda ferry=find(name): find(ferry)
async def now():
    return find(name)
height: tide() = tide()`);
  expect(text).toMatchInlineSnapshot(`
    "async def book(name):
        @booked(await find(name))
        def board(ferry=await find(name), *, height: tide() = await tide()) -> find(name):
            return wait(find(name))
        class Trip((await find(name)).Trip, metaclass=await find(name)):
            ferry = wait(find(name))
            def __init__(self, height=wait(tide())):
                self.height = wait(tide())
        later = lambda ferry=await find(name): wait(find(ferry))
        async def now():
            return await find(name)
        height: tide() = await tide()
    "
  `);
  expect(notes).toMatchInlineSnapshot(`
    [
      "tide(): refused. The call stands in an annotation, which is not evaluated where it is written.",
      "find(name): refused. The call stands in an annotation, which is not evaluated where it is written.",
      "find(name): wait. The call stands in board, which is not asynchronous.",
      "find(name): wait. The call stands in the body of a class, which cannot be asynchronous.",
      "tide(): wait. The call stands in the body of a class, which cannot be asynchronous.",
      "tide(): wait. The call stands in __init__, which is not asynchronous.",
      "find(ferry): wait. The call stands in a lambda, which cannot be asynchronous.",
      "tide(): refused. The call stands in an annotation, which is not evaluated where it is written.",
    ]
  `);
});

test('newer syntax keeps its scopes: patterns, exception groups, type parameters', () => {
  const { text, notes } = book(`match find(name):
    case Ferry(late=True) if tide(): pass
try: pass
except* find(name) as late: pass
def board[T: find(name)](ferry=find(name)): pass
class Trip[T](find(name).Trip): pass
type Decks[T] = find(name)
return f"{f"{find(name)}"!r:{find(f"{tide()}")}}"`);
  expect(text).toMatchInlineSnapshot(`
    "async def book(name):
        match await find(name):
            case Ferry(late=True) if await tide(): pass
        try: pass
        except* await find(name) as late: pass
        def board[T: find(name)](ferry=await find(name)): pass
        class Trip[T](wait(find(name)).Trip): pass
        type Decks[T] = find(name)
        return f"{f"{await find(name)}"!r:{await find(f"{await tide()}")}}"
    "
  `);
  expect(notes).toMatchInlineSnapshot(`
    [
      "find(name): refused. The call stands in an annotation, which is not evaluated where it is written.",
      "find(name): wait. The call stands among the bases of a generic class, which have a scope of their own.",
      "find(name): refused. The call stands in an annotation, which is not evaluated where it is written.",
    ]
  `);
});

test('the runtime wrapper goes where the function around is asynchronous, and stays where it is not', () => {
  const { text, waits } = flip(
    `import ferryman
from ferryman import wait as settle


def book(name):
    ferry = settle(find(name))
    captain = ferryman.wait(find(name)).captain
    sister = settle(
        find(name),
    ).sister
    berth = settle(
        # the first one
        find(name)
    )
    other = settle((find
        (name)))
    late = [settle(tide()) for _ in ferry] or min(settle(tide()) for _ in ferry) or enumerate(settle(tide()) for _ in ferry)
    return(settle)(find(name)), later(settle(find(name))), settle(awaitable=find(name))


def report(name):
    return settle(find(name)).captain
`,
    { flip: ['book'], coroutines: ['find', 'tide'] },
  );
  expect(text).toMatchInlineSnapshot(`
    "import ferryman
    from ferryman import wait as settle


    async def book(name):
        ferry = await find(name)
        captain = (await find(name)).captain
        sister = (await find(name)).sister
        berth = await (
            # the first one
            find(name)
        )
        other = await ((find
            (name)))
        late = [await tide() for _ in ferry] or min([await tide() for _ in ferry]) or enumerate(settle(tide()) for _ in ferry)
        return await find(name), later(await find(name)), await find(name)


    def report(name):
        return settle(find(name)).captain
    "
  `);
  expect(waits).toBe(0);
});

test('what is awaited already stays as it is', () => {
  const text = `async def book(name):
    return (await find(name)).captain, await (find(name)), await tide() ** 2, [await tide() for _ in name]
`;
  expect(flip(text, { flip: ['book'], coroutines: ['find', 'tide'] })).toMatchObject({ text, notes: [], waits: 0 });
});

test('outside asynchronous functions a use is waited for', () => {
  const { text, notes, waits } = flip(
    `FERRY = find('Fastnet').name


@booked(find(FERRY))
def report(name=find(FERRY)):
    return(find)(name), -tide() ** 2, [find(name) for name in find(FERRY)], *find(name), 1


class Trip:
    ferry = find(FERRY)
`,
    { flip: [], coroutines: ['find', 'tide'] },
  );
  expect(text).toMatchInlineSnapshot(`
    "FERRY = wait(find('Fastnet')).name


    @booked(wait(find(FERRY)))
    def report(name=wait(find(FERRY))):
        return wait((find)(name)), -wait(tide()) ** 2, [wait(find(name)) for name in wait(find(FERRY))], *wait(find(name)), 1


    class Trip:
        ferry = wait(find(FERRY))
    "
  `);
  expect(notes).toMatchInlineSnapshot(`
    [
      "find('Fastnet'): wait. The call stands at module level, where nothing can be awaited.",
      "find(FERRY): wait. The call stands at module level, where nothing can be awaited.",
      "find(FERRY): wait. The call stands at module level, where nothing can be awaited.",
      "(find)(name): wait. The call stands in report, which is not asynchronous.",
      "tide(): wait. The call stands in report, which is not asynchronous.",
      "find(name): wait. The call stands in report, which is not asynchronous.",
      "find(FERRY): wait. The call stands in report, which is not asynchronous.",
      "find(name): wait. The call stands in report, which is not asynchronous.",
      "find(FERRY): wait. The call stands in the body of a class, which cannot be asynchronous.",
    ]
  `);
  expect(waits).toBe(9);
});

test('what follows a star outside brackets is put in brackets, which the grammar needs', () => {
  const { text, notes } = book(`first = *find(name), *find(name).sisters
for ferry in *find(name), name:
    decks[*find(name), 0] = [*find(name)], {*find(name)}, (*find(name),)
return *find(name),`);
  expect(text).toMatchInlineSnapshot(`
    "async def book(name):
        first = (*await find(name), *(await find(name)).sisters)
        for ferry in (*await find(name), name):
            decks[*wait(find(name)), 0] = [*await find(name)], {*await find(name)}, (*await find(name),)
        return (*await find(name),)
    "
  `);
  expect(notes).toMatchInlineSnapshot(`
    [
      "find(name): wait. The call stands behind a star in a subscript, where it would have to be bracketed.",
    ]
  `);
});

test('a span that is no call is refused', () => {
  const text = 'def book(name):\n    return find\n';
  const use = { start: text.indexOf('find'), end: text.indexOf('find') + 4, gives: 'coroutine' as const };
  const placed = withTree(text, (root) => placeAwaits(text, root, { functions: [], uses: [use], wait: () => 'wait' }));
  expect(placed).toEqual({ edits: [], placed: [{ use, how: 'refused', why: 'The call is not one of this file.' }] });
});
