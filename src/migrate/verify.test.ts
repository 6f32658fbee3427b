import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test, vi } from 'vitest';
import { openTemporaryRoot } from '../base/index.ts';
import { typesOf } from '../colour/index.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { makeNativePlan } from '../plan/index.ts';
import { openProgram } from '../program/index.ts';
import { smallProject } from '../program/testing/small-project.ts';
import { provenPlan } from './verify.ts';

const knowledge = loadKnowledge();

const library = {
  'library/__init__.py': '',
  'library/loans.py': `from ferryman import create_engine
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///library.db")


def save(db: Session, title: str) -> str:
    db.commit()
    return title


def lend(db: Session, title: str) -> str:
    if save(db, title):
        return f"{save(db, title)!r} is lent"
    return [save(db, each) for each in title][0] or save(db, "")
`,
};

const programOf = (files: Readonly<Record<string, string>>) =>
  openProgram(smallProject(files), { types: typesOf(knowledge) });

test('a plan that loses no coroutine is what it was, and leaves no copy', async () => {
  using cache = openTemporaryRoot('ferryman-cache-');
  vi.stubEnv('XDG_CACHE_HOME', cache.root);
  try {
    const program = await programOf(library);
    const plan = await provenPlan(program, knowledge, ['all']);
    expect(plan).toEqual(makeNativePlan(program, knowledge, ['all']));
    expect(plan.flips.map(({ id }) => id)).toEqual(['library.loans:save', 'library.loans:lend']);
    expect(fs.readdirSync(path.join(cache.root, 'ferryman/plans'))).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('a coroutine that was lost before is no reason against a flip', async () => {
  const program = await programOf({
    ...library,
    'library/desk.py': `from .loans import lend


async def ring() -> None: ...


async def open_desk(db) -> str:
    ring()
    return lend(db, "Jaws")
`,
  });
  const plan = await provenPlan(program, knowledge, ['all']);
  expect(plan).toEqual(makeNativePlan(program, knowledge, ['all']));
  expect(plan.flips).toHaveLength(2);
});

test('nothing to flip is nothing to prove', async () => {
  const plan = await provenPlan(await programOf(library), knowledge, ['lend']);
  expect([plan.flips, plan.files]).toEqual([[], []]);
});
