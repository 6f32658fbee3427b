import * as path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FerryEvent, openTemporaryRoot } from '../../base/index.ts';
import { callTargets, isBlindCall } from '../values/targets.ts';
import { eachExpression } from '../values/walk.ts';
import { openProgram, type Program } from '../program.ts';
import { seeTypes } from './see.ts';

const FILES = {
  '.venv/pyvenv.cfg': 'version = 3.11.2\n',
  '.venv/bin/python': '',
  '.venv/lib/python3.11/site-packages/harbour/__init__.py': 'from .cranes import Crane as Crane\n',
  '.venv/lib/python3.11/site-packages/harbour/cranes.py': `class Crane:
    def lift(self) -> "Crane":
        return self
`,
  'library/desks.py': `from typing import Callable, Sequence, TypeVar

T = TypeVar("T")


def first(items: Sequence[T]) -> T:
    return items[0]


class Desk:
    def lend(self, title: str) -> None: ...


class BackDesk(Desk):
    def lend(self, title: str) -> None: ...
`,
  'library/service.py': `import nowhere
from harbour import Crane
from library.desks import Desk, first


def by_type(desks: dict[str, Desk]):
    desk = first(tuple(desks.values()))
    desk.lend("Persuasion")


def in_two_steps(desk):
    same = first((desk,))
    same.lend("Emma")


def outside(cranes: list[Crane]):
    crane = first(cranes)
    crane.lift()


def partly(desks: list[Desk]):
    desk = first(desks) if desks else nowhere.desk(desks)
    desk.lend("Emma")


in_two_steps(Desk())
`,
};

let root: ReturnType<typeof openTemporaryRoot>;
let text: Program;
let typed: Program;

beforeAll(async () => {
  root = openTemporaryRoot('ferryman-types-');
  for (const [file, content] of Object.entries(FILES)) root.write(file, content);
  text = await openProgram(root.root);
  typed = await seeTypes(text, { python: path.join(root.root, '.venv'), isWanted: true });
});

afterAll(() => root[Symbol.dispose]());

/** What the last call of a function reaches, by whose word, and whether that is all. */
function lastCall(program: Program, name: string) {
  const fn = program.project.functions.find(({ qualname }) => qualname === name);
  if (!fn) throw new TypeError(`the project has no ${name}`);
  const calls: string[] = [];
  eachExpression(fn.facts, (expr) => {
    if (expr.kind !== 'call' || expr.callee.kind !== 'attribute' || !/^(?:lend|lift)$/u.test(expr.callee.name)) return;
    const inside = callTargets(program.evaluation, expr, fn).map(({ function: to, how }) => `${to.qualname} (${how})`);
    const outside = [...program.evaluation.of(expr.callee, fn)].flatMap((value) =>
      value.kind === 'external' && value.name.startsWith('harbour') ? [value.name] : [],
    );
    const is = isBlindCall(program.evaluation, expr, fn) ? 'and who knows what' : 'nothing else';
    calls.push([...new Set(inside), ...outside, is].join(', '));
  });
  return calls.at(-1);
}

test('a type settles what a call reaches, overriding methods included', () => {
  expect(lastCall(text, 'by_type')).toBe('Desk.lend (name), BackDesk.lend (name), and who knows what');
  expect(lastCall(typed, 'by_type')).toBe('Desk.lend (resolved), BackDesk.lend (resolved), nothing else');
});

test('a parameter without annotation has the type that its callers give it', () => {
  expect(lastCall(text, 'in_two_steps')).toMatch(/who knows what$/u);
  expect(lastCall(typed, 'in_two_steps')).toMatch(/^Desk.lend \(resolved\).*nothing else$/u);
});

test('what an installed package defines is called by the name under which it is known', () => {
  expect(lastCall(text, 'outside')).toBe('and who knows what');
  expect(lastCall(typed, 'outside')).toBe('harbour.cranes.Crane.lift, nothing else');
});

test('where one of several values has no type, the rest stays unknown', () => {
  expect(lastCall(typed, 'partly')).toMatch(/^Desk.lend \(resolved\).*who knows what$/u);
});

test('nothing is written, and no annotation stays behind', () => {
  expect(typed.modules).toBe(text.modules);
  expect(typed.typedBy).toMatch(/^pyright \d/u);
  expect(text.typedBy).toBeUndefined();
});

test('without a server to ask names decide alone, with a note; who wanted types gets the error', async () => {
  const notes: FerryEvent[] = [];
  const python = path.join(text.root, 'no-such-environment');
  const left = await seeTypes(text, { python, emit: (event) => notes.push(event) });
  expect(left).toBe(text);
  expect(notes).toEqual([
    {
      kind: 'note',
      level: 'warning',
      text: `Types are left out, because no language server answers: There is no ${python}.`,
    },
  ]);
  await expect(seeTypes(text, { python, isWanted: true })).rejects.toMatchObject({ code: 'FERRY_NO_ENVIRONMENT' });
});
