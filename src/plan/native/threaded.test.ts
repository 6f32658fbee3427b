import { expect, test } from 'vitest';
import { smallProject } from '../../program/testing/small-project.ts';
import { knowledge, programIn } from '../testing/native.ts';
import { makeNativePlan } from './make-native-plan.ts';

const main = `import requests
from fastapi import Depends, FastAPI
from ferryman import create_engine, crossing
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///library.db")
app = FastAPI()
crossing(app, bridged=frozenset())


def get_db():
    with Session(engine) as db:
        yield db


@app.post("/loans")
def lend(db: Session = Depends(get_db)):
    db.commit()


@app.post("/reports")
def report(db: Session = Depends(get_db)):
    db.commit()


@app.post("/orders")
def order(db: Session = Depends(get_db)):
    requests.post("https://books.example/orders")
    db.commit()
`;

test('an endpoint that stays in a thread does not go native', async () => {
  const files = {
    'library/__init__.py': '',
    'library/main.py': main,
    'ferryman.toml': 'threaded = ["POST /reports"]\n',
  };
  const { flips, remaining } = makeNativePlan(await programIn(smallProject(files)), knowledge, ['all']);
  expect(flips.map(({ id }) => id)).toEqual(['library.main:get_db', 'library.main:lend']);
  expect(
    remaining.filter(({ kind }) => kind === 'kept').map(({ what, why }) => `${what}: ${why}`),
  ).toMatchInlineSnapshot(`
    [
      "library.main:report: its endpoint stays in a thread: the setting \`threaded\` it was measured to hold the event loop",
      "library.main:order: requests.post waits for a server's answer, seconds when it is slow",
    ]
  `);
});
