import { beforeAll, expect, test } from 'vitest';
import { loadPython, withTree } from '../python.ts';
import { rangeOf } from '../range.ts';
import { placeAwaits } from './place.ts';
import { cleansUp, delegates, whyNotAsync } from './refusals.ts';

beforeAll(async () => {
  await loadPython();
});

/** What speaks against the first function of a text. */
function why(text: string): string | undefined {
  return withTree(text, (root) => {
    const [definition] = root.descendantsOfType('function_definition');
    return definition && whyNotAsync(definition);
  });
}

test('a generator that returns a value stays as it is', () => {
  expect(why('def decks():\n    yield 1\n    return 2\n')).toMatchInlineSnapshot(
    `"is a generator that returns a value, which an asynchronous generator cannot"`,
  );
  expect(why('def decks():\n    yield 1\n    return None\n')).toBeUndefined();
  expect(why('def decks():\n    yield 1\n    return\n')).toBeUndefined();
  expect(why('def decks():\n    return 2\n')).toBeUndefined();
});

test('a generator that is sent values stays as it is', () => {
  expect(why('def decks():\n    car = yield 1\n    load(car)\n')).toMatchInlineSnapshot(
    `"uses what its consumer sends it (the value of \`yield\`)"`,
  );
});

test('a `yield from` is a loop only where it is a statement of its own', () => {
  expect(why('def decks():\n    total = yield from cars()\n')).toMatchInlineSnapshot(
    `"uses \`yield from\` in a way that has no form in an asynchronous generator"`,
  );
  expect(why('def decks():\n    if full: yield from cars()\n')).toMatchInlineSnapshot(
    `"uses \`yield from\` in a way that has no form in an asynchronous generator"`,
  );
  expect(why('def decks():\n    yield from cars(); load()\n')).toMatchInlineSnapshot(
    `"uses \`yield from\` in a way that has no form in an asynchronous generator"`,
  );
  expect(why('def decks():\n    yield from cars()  # all\n')).toBeUndefined();
});

test('a decorated generator may be thrown exceptions into, which a loop keeps from the inner one', () => {
  expect(why('@contextmanager\ndef crossing():\n    yield from berth()\n')).toMatchInlineSnapshot(
    `"is decorated and has \`yield from\`: a loop in its place would not pass on what its consumer throws"`,
  );
});

test('a context manager needs a `yield` of its own', () => {
  expect(why('@contextlib.contextmanager\ndef crossing():\n    return berth()\n')).toBe(
    'is a context manager that gets its generator from elsewhere',
  );
  expect(why('@contextmanager\ndef crossing():\n    yield\n')).toBeUndefined();
});

test('raising StopIteration is no way to leave a coroutine', () => {
  expect(why('def following(cars):\n    raise StopIteration\n')).toMatchInlineSnapshot(
    `"raises StopIteration, which a coroutine turns into a RuntimeError"`,
  );
});

test('what inner functions do says nothing about the outer one', () => {
  expect(
    why('def load():\n    def decks():\n        car = yield 1\n        return car\n    return decks\n'),
  ).toBeUndefined();
});

test('a generator that hands over to another can be told from one that does not', () => {
  const texts = ['def decks():\n    yield from cars()\n', 'def decks():\n    yield 1\n'];
  const told = texts.map((text) =>
    withTree(text, (root) => root.descendantsOfType('function_definition').map(delegates)),
  );
  expect(told).toEqual([[true], [false]]);
});

test('a generator cleans up when it yields within `try` or `with`, or hands over', () => {
  const texts = [
    'def decks():\n    with lock:\n        for deck in ferry:\n            yield deck\n',
    'def decks():\n    try:\n        yield 1\n    finally:\n        unload()\n',
    'def decks():\n    yield from cars()\n',
    'def decks():\n    with lock:\n        cars = load()\n    yield from_(cars)\n',
  ];
  const told = texts.map((text) =>
    withTree(text, (root) => root.descendantsOfType('function_definition').map(cleansUp)),
  );
  expect(told).toEqual([[true], [true], [true], [false]]);
});

test('a function that cannot become asynchronous is not made so', () => {
  const text = 'def decks():\n    yield 1\n    return 2\n';
  const change = (range = { start: 0, end: text.length - 1 }) => ({ functions: [range], uses: [], wait: () => 'wait' });
  withTree(text, (root) => {
    const found = root.descendantsOfType('function_definition').map(rangeOf);
    expect(found).toEqual([{ start: 0, end: text.length - 1 }]);
    expect(() => placeAwaits(text, root, change())).toThrow(
      expect.objectContaining({ code: 'FERRY_INTERNAL_NOT_ASYNC' }),
    );
    expect(() => placeAwaits(text, root, change({ start: 0, end: 3 }))).toThrow(
      expect.objectContaining({ code: 'FERRY_INTERNAL_NOT_ASYNC' }),
    );
  });
});
