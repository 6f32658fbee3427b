import { expect, it } from 'vitest';
import { openTemporaryRoot } from '../base/index.ts';
import { PYTHON, projectOf } from './testing/project.ts';
import { runTests } from './tests/run-tests.ts';

it('finds what holds the loop in real endpoints, and says whose it is', async () => {
  using project = projectOf({
    'ferries.py': `import time

from fastapi import Depends, FastAPI
from ferryman import crossing, to_thread, wait

app = FastAPI()

def timetable():
    yield ["08:00"]

@app.get("/quote")
def quote(times=Depends(timetable)):
    look_up_prices()
    return times

@app.get("/quote-aside")
def quote_aside(times=Depends(timetable)):
    wait(to_thread(look_up_prices))
    return times

@app.get("/already")
async def already():
    look_up_prices()

def look_up_prices():
    time.sleep(0.3)

crossing(app, bridged=["ferries:quote", "ferries:quote_aside"])
`,
    'test_ferries.py': `import time

import pytest
from fastapi.testclient import TestClient
from ferries import app, timetable

@pytest.fixture
def client():
    time.sleep(0.3)
    with TestClient(app) as client:
        yield client

def test_quotes(client):
    for path in ("/quote", "/quote-aside", "/already"):
        assert client.get(path).status_code == 200

def test_quote_without_timetable(client, monkeypatch):
    def none():
        time.sleep(0.3)
        return []
    app.dependency_overrides[timetable] = none
    assert client.get("/quote-aside").json() == []
`,
  });
  using files = openTemporaryRoot('ferryman-run-');
  const run = await runTests(
    {
      python: PYTHON,
      cwd: project.root,
      tree: project.root,
      options: ['-q'],
      paths: [],
      pythonPath: [project.root],
      timeoutMs: 60_000,
      guard: true,
    },
    files,
  );
  expect(run.results.map(({ outcome }) => outcome)).toEqual(['passed', 'passed']);
  expect(run.records.served).toBe(3);
  const told = run.records.stalls
    .filter(({ ms, why }) => ms > 250 && why === 'waited')
    .map(
      ({ where, endpoint, place, count, tests }) => `${where}: ${endpoint}, ${place}, ${count} x in ${tests.length}`,
    );
  expect(told.sort()).toEqual([
    'bridged: ferries:quote, ferries.py:26 look_up_prices, 1 x in 1',
    'other endpoint: ferries:already, ferries.py:26 look_up_prices, 1 x in 1',
    'tests: ferries:quote_aside, test_ferries.py:19 none, 1 x in 1',
    'tests: undefined, test_ferries.py:9 client, 2 x in 2',
  ]);
});
