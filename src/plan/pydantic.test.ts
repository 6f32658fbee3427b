import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { judgeEndpoints, typesOf } from '../colour/index.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { openProgram } from '../program/index.ts';
import { makePlan } from './make-plan.ts';

const main = `from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

app = FastAPI()
engine = create_engine("sqlite:///ferry.db")


@app.get("/bookings")
def list_bookings():
    with Session(engine) as session:
        return session.connection().exec_driver_sql("SELECT 1").all()
`;

test.each([
  ['1.10.27', false],
  ['2.0', true],
  ['2.6.4', true],
  ['2.7.0', false],
  ['2.14.3', false],
  [undefined, false],
])('Pydantic %s: said that it cannot be suspended: %s', async (version, isSaid) => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-'));
  try {
    fs.writeFileSync(path.join(root, 'main.py'), main);
    const knowledge = loadKnowledge();
    const program = await openProgram(root, { types: typesOf(knowledge) });
    const installed = new Map(version === undefined ? [] : [['pydantic', version]]);
    const { findings } = makePlan(program, judgeEndpoints(program, knowledge), knowledge, { installed });
    expect(
      findings.some(({ what }) => what === `Pydantic ${version} cannot be suspended in the middle of a validation`),
    ).toBe(isSaid);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});
