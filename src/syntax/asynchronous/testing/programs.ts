import * as fc from 'fast-check';

/** What every program begins with: functions that become asynchronous, and twins of theirs that do not. */
const HEAD = `import contextlib
from contextlib import contextmanager
from ferryman import wait

aclosing = getattr(contextlib, 'aclosing', None)


def f(*args, **named):
    return op('f', *args, **named)


def g(value=0):
    return f(value).part


class Q:
    @property
    def rate(self):
        return f('rate')


desk = Q()


class Boat:
    def __init__(self, load, *more, key=None):
        op('make', load)
        self.cargo = f(load, *more, key)


class HBoat:
    def __init__(self, load, *more, key=None):
        self.cargo = h(load, *more, key)


def gen(*args):
    op('gen', *args)
    yield f(1)
    yield from [f(2), 3]
    yield f(*args)


def kept(*args):
    try:
        yield f(*args)
        yield f(2)
    finally:
        op('tidy')


def hkept(*args):
    yield h(*args)


def hgen(*args):
    op('hgen', *args)
    yield from [h(1), h(2)]


@contextmanager
def m(*args):
    op('enter', *args)
    try:
        yield f(*args)
    except Trouble:
        op('rescue')
        raise
    op('exit')


@contextmanager
def hm(*args):
    op('enter', *args)
    yield h(*args)
    op('exit')


`;

type Text = fc.Arbitrary<string>;

const grammar = expressions();

/** Text made of parts: `join(a, ' + ', b)`. */
function join(...parts: readonly (string | Text)[]): Text {
  const texts = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...texts).map((pieces) => pieces.join(''));
}

/** One of these; the deeper, the likelier the first. */
function one(...choices: readonly Text[]): Text {
  return fc.oneof({ maxDepth: 8, depthSize: 'large', depthIdentifier: 'expression' }, ...choices);
}

type Part = 'element' | 'full' | 'iterable' | 'plain' | 'primary' | 'test' | 'unary' | 'value' | 'whole';

/** Expressions by what they may stand in without brackets. */
function expressions(): Record<Part, Text> {
  return fc.letrec<Record<Part, string>>((tie) => {
    const [value, primary, unary, test] = [tie('value'), tie('primary'), tie('unary'), tie('test')];
    const [full, iterable, element, whole] = [tie('full'), tie('iterable'), tie('element'), tie('whole')];
    const name = fc.constantFrom('x', 'y', 'z', 'w', 'xs');
    const condition = one(fc.constant(''), join(' if ', test));
    const clause = join(' for ', fc.constantFrom('x', 'y', 'z'), ' in ', iterable, condition);
    const clauses = one(clause, clause, join(clause, clause));
    return {
      value: one(
        name,
        join('f(', full, ')'),
        join('f(', full, ')'),
        join('g(', full, ')'),
        join('f(', full, ', *', value, ', key=', full, ')'),
        join('wait(f(', full, '))'),
        join('(f)(', full, ')'),
        join('desk.rate'),
        join('Boat(', full, ').cargo'),
        join('(Boat)(', full, ', *', value, ', key=', full, ').cargo'),
        join(value, '.part'),
        join('f(', full, ').part'),
        join('g(', full, ')[', full, ']'),
        join(value, '[', full, ':', full, ']'),
        join(value, '(', full, ')'),
        join('(w := ', value, ')'),
        join('(lambda q=', full, ': ', value, ')(', full, ')'),
      ),
      primary: one(value, value, tie('plain'), whole, whole),
      plain: one(
        join('h(', full, ')'),
        join('(', full, ')'),
        join('h(*', value, ', key=', full, ')'),
        join('h(', full, ', *', iterable, ')'),
        join('h(*', iterable, ', key=', fc.constantFrom('1', 'x', 'lambda: f(x)', 'f(x)'), ')'),
        join('[', full, ', *', value, ']'),
        join('[*', iterable, ']'),
        join('{*', iterable, '}'),
        join('{', value, ', *', iterable, '}'),
        join('{', value, ': ', full, '}'),
        join('f"""{', primary, '} {', value, '!r:>{h(', primary, ')}}"""'),
        join("f'''{", name, '.part=} {f(', name, ")=}'''"),
      ),
      // What runs through an iterator.
      whole: one(
        join('[', full, clauses, ']'),
        join('{', value, clauses, '}'),
        join('{', value, ': ', full, clauses, '}'),
        join(fc.constantFrom('list', 'tuple', 'h'), '(', full, clauses, ')'),
        join(fc.constantFrom('set', 'sorted'), '(', value, clauses, ')'),
        join(fc.constantFrom('list', 'tuple', 'set', 'h'), '(', iterable, ')'),
        join(fc.constantFrom('sum', 'max', 'frozenset'), '(h(', full, ')', clauses, ')'),
        join(fc.constantFrom('list', 'tuple', 'set'), '(map(', fc.constantFrom('f', 'g'), ', ', iterable, '))'),
        join('list(map(f, ', iterable, ', ', test, ' if ', test, ' else ', iterable, '))'),
        join(fc.constantFrom('list', 'tuple', 'set', 'h'), '(filter(', fc.constantFrom('f', 'g'), ', ', full, '))'),
        join('sorted((', value, clauses, '), key=lambda q: h(', full, '))'),
        join('max((h(', full, ')', clauses, '), default=1)'),
        join('max((h(', full, ')', clauses, '), default=1, key=lambda q: h(', full, '))'),
        join("'-'.join(str(h(", full, '))', clauses, ')'),
        join(fc.constantFrom('any', 'all'), '(', element, clauses, ')'),
        join(fc.constantFrom('any', 'all'), '(', element, clauses, ')'),
        join(fc.constantFrom('any', 'all'), '(', iterable, ')'),
        join('next((', full, clauses, '), ', full, ')'),
        join('next(', fc.constantFrom('gen(x)', 'gen(f(x))', 'hgen(x)', 'kept(x)'), ', ', full, ')'),
      ),
      unary: one(primary, primary, join('-', value), join(value, ' ** ', unary), join('f(x) ** ', unary)),
      test: one(
        unary,
        unary,
        join(value, ' + ', unary),
        join(value, ' < ', unary),
        join(value, ' < ', value, ' == ', unary),
        join(unary, ' in ', value),
        join('not ', unary),
        join('not(', unary, ')and(', unary, ')'),
        join(unary, ' and ', unary),
        join(unary, ' or ', unary),
      ),
      full: one(test, test, join(test, ' if ', test, ' else ', full), join('1 if(f)(', full, ')else(f)(x)')),
      // `any(a and b)` asks `a` for its truth twice, `if a and b` once: not a difference to look for here.
      element: one(
        value,
        join(value, ' < ', value),
        join('not ', value),
        join(value, ' if ', value, ' else ', value),
        join('h(', full, ')'),
      ),
      iterable: one(
        fc.constant('xs'),
        join('gen(', full, ')'),
        join(fc.constantFrom('hgen', 'kept'), '(', full, ')'),
        join('(', full, clauses, ')'),
        join('[', full, ', ', full, ']'),
        join('f(', full, ')'),
      ),
    };
  });
}

/** A block's statements, each a list of lines. */
function statements(depth: number): fc.Arbitrary<string[]> {
  return fc.array(statement(depth), { minLength: 1, maxLength: 2 }).map((blocks) => blocks.flat());
}

const inBlock = (lines: readonly string[]) => lines.map((line) => `    ${line}`);

function statement(depth: number): fc.Arbitrary<string[]> {
  const { full, value, iterable } = grammar;
  const line = one(
    join('w = ', full),
    join("h('''\\n  text\\n'''  f'''{f(", full, ")}\\n      more\\n''')"),
    join('x, *y = ', full),
    join('z = *', value, ', ', full),
    join('z = *f(', full, '), *g(x).part, *gen(x)'),
    join(value, '.part = ', full),
    join('g(x)[', full, '] = z = ', full),
    join('w += ', full),
    join('f(x).part += ', full),
    join('f(x)[', full, '] += ', full),
    join('del f(', full, ').part, g(x)[', full, ']'),
    full,
    join('assert ', full, ', ', full),
    join('if f(x): return ', full),
    join('if x: w = ', full, '; y = ', full),
    join('return(f)(', full, ')'),
    join('w: f = ', full),
    join('with m(', full, ') as w, hm(x) as y, m(): w = ', full),
    join('for w in ', iterable, ': y = ', full),
    join('for w in map(f, ', iterable, '): y = ', full),
    join('for w.part in filter(g, ', iterable, '): y = ', full),
  ).map((text) => [text]);
  if (depth === 0) return line;
  const body = statements(depth - 1);
  const block = (head: Text, inner = body) =>
    fc.tuple(head, inner).map(([first, lines]) => [`${first}:`, ...inBlock(lines)]);
  const after = (first: fc.Arbitrary<string[]>, second: fc.Arbitrary<string[]>) =>
    fc.tuple(first, second).map((both) => both.flat());
  const managers = fc.array(fc.tuple(fc.constantFrom('m', 'hm', 'm'), full, fc.constantFrom('', ' as w', ' as y')), {
    minLength: 1,
    maxLength: 3,
  });
  const items = managers.map((all) => all.map(([call, argument, name]) => `${call}(${argument})${name}`));
  return fc.oneof(
    { weight: 4, arbitrary: line },
    block(join('if ', full)),
    after(block(join('for w in ', iterable)), block(fc.constant('else'))),
    block(join('for f(w).part in ', iterable)),
    block(
      join('for w in kept(', full, ')'),
      body.map((lines) => [...lines, 'if w: break']),
    ),
    block(items.map((all) => `with ${all.join(', ')}`)),
    block(items.map((all) => `with (${all.join(',\n        ')},\n    )`).map((text) => text.replaceAll('\n', ' '))),
    after(block(fc.constant('try')), block(fc.constant('except Trouble'))),
    after(
      block(join('def inner(q=', full, ', *, r=', full, ')')),
      join('w = inner(', full, ')').map((text) => [text]),
    ),
    block(join('class Inner(h(', full, ').__class__)')),
    block(
      join('while ', full),
      body.map((lines) => [...lines, 'break']),
    ),
  );
}

/** A whole program, whose `scenario()` becomes asynchronous or stays. */
export interface Program {
  readonly text: string;
  readonly flips: boolean;
}

/** Programs around calls of functions that become asynchronous. */
export const program: fc.Arbitrary<Program> = fc
  .record({
    lines: statements(1),
    yields: fc.tuple(grammar.full, grammar.iterable, grammar.full),
    result: grammar.full,
    flips: fc.boolean().map((stays) => !stays),
  })
  .map(({ lines, yields: [first, more, last], result, flips }) => {
    const many = ['def many(x):', '    w = x', `    yield ${first}`, `    yield from ${more}`, `    yield ${last}`];
    const scenario = ['def scenario():', "    w, x, y, z = op('w'), op('x'), op('y'), op('z')", ...inBlock(lines)];
    const end = ['    for y in many(w):', '        w = y', `    return ${result}`];
    return { text: `${HEAD}${[...many, '', '', ...scenario, ...end].join('\n')}\n`, flips };
  });
