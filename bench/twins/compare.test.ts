import { expect, test } from 'vitest';
import type { Flip } from '../../src/colour/index.ts';
import { type Expr, eachExpression, openProgram, type ProjectFunction } from '../../src/program/index.ts';
import { smallProject } from '../../src/program/testing/small-project.ts';
import { compare, type Decision, precision, recall } from './compare.ts';
import { byCause, countedScores, idleEntries } from './explain.ts';
import { pairHalves } from './pair.ts';
import { undoing } from './spelling.ts';

const sync = `
def fetch(wire): return wire.read()
def book(wire, desk):
    desk.note(fetch(wire))
def cancel(wire): fetch(wire)
def price(seat): return seat.base()
`;
const answer = `
async def fetch(wire): return await wire.read()
async def book(wire, desk):
    await desk.note(await fetch(wire))
async def cancel(wire): await fetch(wire)
def price(seat): return seat.base()
`;

/** A decision: these functions flip, and calls of these callees are awaited. */
function decision(
  functions: readonly ProjectFunction[],
  flipped: readonly string[],
  awaited: readonly string[],
): Decision {
  const chosen = functions.filter(({ qualname }) => flipped.includes(qualname));
  const flips = chosen.map((fn): [ProjectFunction, Flip] => [
    fn,
    { function: fn, gives: 'coroutine', isPlain: false, because: undefined, family: undefined },
  ]);
  const sites = functions.flatMap((scope) => {
    const calls: Expr[] = [];
    eachExpression(scope.facts, (expr) => {
      const name = expr.kind === 'call' && expr.callee.kind === 'name' ? expr.callee.id : 'method';
      if (expr.kind === 'call' && awaited.includes(name)) calls.push(expr);
    });
    return calls.map((expr) => ({ scope, expr }));
  });
  return { flipped: new Map(flips), sites, kept: [] };
}

async function comparison(flipped: readonly string[], awaited: readonly string[], given: readonly string[]) {
  const { functions } = (await openProgram(smallProject({ 'desk.py': sync }))).project;
  const answers = (await openProgram(smallProject({ 'desk.py': answer }))).project.functions;
  const undo = undoing([]);
  const path = (file: string) => file;
  const { pairs } = pairHalves({ functions, path, undo }, { functions: answers, path, undo });
  const decreed = new Set(functions.filter(({ qualname }) => given.includes(qualname)));
  return compare(pairs, decreed, decision(functions, flipped, awaited), () => '');
}

test('what is missed and what is wrong is counted and named with its place', async () => {
  const { flips, awaits, disagreements } = await comparison(['book', 'price'], ['fetch', 'method'], ['fetch']);
  expect(flips).toEqual({ right: 1, missed: 1, wrong: 1 });
  expect(awaits).toEqual({ right: 2, missed: 1, wrong: 1 });
  expect([recall(awaits), precision(awaits)]).toEqual([2 / 3, 2 / 3]);
  expect(disagreements.map(({ kind, line, qualname, call }) => `${kind}: ${line} ${qualname} ${call ?? ''}`)).toEqual([
    'flip missed: 5 cancel ',
    'await missed: 5 cancel fetch',
    'flip wrong: 6 price ',
    'await wrong: 6 price seat.base',
  ]);
});

test('an await in a function that stays synchronous is a bridge, not an await', async () => {
  const { awaits } = await comparison([], ['fetch', 'method'], ['fetch']);
  expect(awaits).toEqual({ right: 0, missed: 3, wrong: 0 });
});

test('nothing to find and nothing found is all that there is', () => {
  const nothing = { right: 0, missed: 0, wrong: 0 };
  expect([recall(nothing), precision(nothing)]).toEqual([1, 1]);
});

test('disagreements are sorted by cause, the unexplained first; an entry without any is told', async () => {
  const { disagreements } = await comparison(['book', 'price'], ['fetch', 'method'], ['fetch']);
  const explained = [
    { functions: ['desk.py price'], call: 'seat.*', cause: 'a seat is asked over the network', apart: false },
    { functions: ['desk.py sell*'], cause: 'sold elsewhere', apart: false },
  ];
  const causes = byCause(explained, disagreements);
  expect(causes.map(({ cause, disagreements: group }) => [cause, group.length])).toEqual([
    [undefined, 3],
    ['a seat is asked over the network', 1],
  ]);
  expect(idleEntries(explained, disagreements)).toEqual(['desk.py sell*']);
});

test('what the answer has wrong itself is left out of the figures', async () => {
  const whole = await comparison(['book', 'price'], ['fetch', 'method'], ['fetch']);
  const explained = [{ functions: ['desk.py price'], cause: 'forgotten there', apart: true }];
  expect(countedScores(explained, whole)).toEqual({
    flips: { right: 1, missed: 1, wrong: 0 },
    awaits: { right: 2, missed: 1, wrong: 0 },
    apart: 2,
  });
});
