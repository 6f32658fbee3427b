import { beforeAll, expect, test } from 'vitest';
import { loadPython } from '../python.ts';
import { flip } from './testing/flip.ts';

beforeAll(async () => {
  await loadPython();
});

/** The text after, and what was not awaited. */
function after(text: string): string {
  const wanted = { flip: ['book'], coroutines: ['find'], iterators: ['crossings'], managers: ['session', 'lock'] };
  const { text: flipped, notes } = flip(text, wanted);
  return [flipped, ...notes].join('\n');
}

test('a `with` whose managers all become asynchronous is one `async with`', () => {
  expect(
    after(`def book(name):
    with session():
        pass
    with (session()) as s, lock(find(name)) as t: pass
    with (
        session() as s,  # ours
        lock(s),
    ):
        return find(name)
    with find(name) as ferry:
        pass
`),
  ).toMatchInlineSnapshot(`
    "async def book(name):
        async with session():
            pass
        async with (session()) as s, lock(await find(name)) as t: pass
        async with (
            session() as s,  # ours
            lock(s),
        ):
            return await find(name)
        with await find(name) as ferry:
            pass
    "
  `);
});

test('a mixed `with` is taken apart in order', () => {
  expect(
    after(`def book(name):
    with open(name) as log, session() as s, lock(s), closing(s) as t:
        first(s)

        # the second one
        second(
            s,
        )
    with session() as s, open(name): return s
    with (
        open(name) as log,
        open(
            name,
        ) as copy,
        session() as s,
    ):
        third(s)
    with open(name), \\
            session():
        pass
    with(open(name), session()):
        pass
`),
  ).toMatchInlineSnapshot(`
    "async def book(name):
        with open(name) as log:
            async with session() as s, lock(s):
                with closing(s) as t:
                    first(s)

                    # the second one
                    second(
                        s,
                    )
        async with session() as s:
            with open(name): return s
        with open(name) as log, open(
                name,
            ) as copy:
            async with session() as s:
                third(s)
        with open(name):
            async with session():
                pass
        with open(name):
            async with session():
                pass
    "
  `);
});

test('strings over several lines keep every character', () => {
  expect(
    after(`def book(name):
    with open(name), session() as s:
        s.execute("""
            select *
        from ferries
""", f'''
  {find(name)}
  ''')
        return s
`),
  ).toMatchInlineSnapshot(`
    "async def book(name):
        with open(name):
            async with session() as s:
                s.execute("""
                select *
            from ferries
    """, f'''
      {await find(name)}
      ''')
                return s
    "
  `);
});

test('statements taken apart within each other add up', () => {
  expect(
    after(`def book(name):
    with open(name), session() as s:
        with session() as t, open(name), lock(t):
            with open(name), lock(s):
                for c in crossings(s):
                    yield from crossings(c)
        yield from crossings(s)
`),
  ).toMatchInlineSnapshot(`
    "async def book(name):
        with open(name):
            async with session() as s:
                async with session() as t:
                    with open(name):
                        async with lock(t):
                            with open(name):
                                async with lock(s):
                                    async for c in crossings(s):
                                        async for item in crossings(c):
                                            yield item
                async for item in crossings(s):
                    yield item
    "
  `);
});

test('what would lose a comment or a line break, and what no `with` takes, is refused', () => {
  expect(
    after(`def book(name, stack):
    with (
        open(name),  # the log
        session(),
    ):
        pass
    with (
        open(name)
        as log,
        session(),
    ):
        pass
    stack.enter_context(session())
    made = session()
    with session() if name else open(name):
        pass
    later = lambda: session()


def report(name):
    with session() as s:
        return s
`),
  ).toMatchInlineSnapshot(`
    "async def book(name, stack):
        with (
            open(name),  # the log
            session(),
        ):
            pass
        with (
            open(name)
            as log,
            session(),
        ):
            pass
        stack.enter_context(session())
        made = session()
        with session() if name else open(name):
            pass
        later = lambda: session()


    def report(name):
        with session() as s:
            return s

    session(): refused. The call stands in a \`with\` that cannot be taken apart without losing a comment or a line break.
    session(): refused. The call stands in a \`with\` that cannot be taken apart without losing a comment or a line break.
    session(): refused. The call is a context manager that no \`with\` takes directly.
    session(): refused. The call is a context manager that no \`with\` takes directly.
    session(): refused. The call is a context manager that no \`with\` takes directly.
    session(): refused. The call is a context manager that no \`with\` takes directly.
    session(): refused. The call stands in report, which is not asynchronous."
  `);
});
