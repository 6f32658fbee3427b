import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { openTemporaryRoot } from '../../base/index.ts';
import { PYTHON, projectOf } from '../testing/project.ts';
import { runTests, type TestCommand, type TestRun } from './run-tests.ts';

const FERRY = {
  'ferry.py': 'def fare(age):\n    return 0 if age < 4 else 12\n',
  'test_fare.py': `import pytest
from ferry import fare

class Passenger:
    pass

@pytest.fixture
def harbour():
    yield
    raise RuntimeError("the gate is stuck")

@pytest.fixture
def captain():
    raise LookupError("nobody on the bridge")

@pytest.mark.parametrize("age", [3, 30], ids=["child", "adult"])
def test_fares(age):
    assert fare(age) in (0, 12)

class TestBoarding:
    def test_wrong_fare(self):
        assert fare(2) == 12

    def test_leaves(self, harbour):
        pass

    def test_orders(self, captain):
        pass

@pytest.mark.skip(reason="no ship in winter")
def test_winter():
    pass

@pytest.mark.xfail(reason="known")
def test_known():
    assert False

@pytest.mark.xfail
def test_better_than_thought():
    pass

@pytest.mark.parametrize("passenger", [Passenger()], ids=lambda each: "0x7f00ab12cd34")
def test_anyone(passenger):
    pass
`,
};

async function runIn(
  texts: Readonly<Record<string, string>>,
  options: readonly string[] = [],
  more: Partial<TestCommand> = {},
): Promise<{ readonly run: TestRun; readonly left: readonly string[] }> {
  using project = projectOf(texts);
  using kept = openTemporaryRoot('ferryman-run-');
  const command = { python: PYTHON, cwd: project.root, tree: project.root, options, paths: [], timeoutMs: 60_000 };
  const run = await runTests({ ...command, ...more }, kept);
  return { run, left: fs.readdirSync(project.root) };
}

const lines = (run: TestRun) =>
  run.results.map(({ id, outcome, reason }) => `${outcome} ${id} ${reason}`.trim()).sort();

const FERRY_LINES = [
  'error test_fare.py::TestBoarding::test_leaves RuntimeError: the gate is stuck',
  'error test_fare.py::TestBoarding::test_orders LookupError: nobody on the bridge',
  'failed test_fare.py::TestBoarding::test_wrong_fare assert 0 == 12\n +  where 0 = fare(2)',
  'passed test_fare.py::test_anyone[0x]',
  'passed test_fare.py::test_fares[adult]',
  'passed test_fare.py::test_fares[child]',
  'skipped test_fare.py::test_winter Skipped: no ship in winter',
  'xfailed test_fare.py::test_known assert False',
  'xpassed test_fare.py::test_better_than_thought',
];

it('tells every outcome of every kind of test, and leaves nothing in the tree', async () => {
  const { run, left } = await runIn(FERRY);
  expect(lines(run)).toEqual(FERRY_LINES);
  expect([run.ended, run.timedOut, run.exitStatus, run.collected.length]).toEqual([true, false, 1, 9]);
  expect(run.modules).toEqual(['ferry.py', 'test_fare.py']);
  expect(left).toEqual(['ferry.py', 'test_fare.py']);
});

it('tells the same when pytest spreads the tests over processes', async () => {
  const { run } = await runIn(FERRY, ['-n', '2']);
  expect(lines(run)).toEqual(FERRY_LINES);
  expect([run.collected.length, run.modules]).toEqual([9, ['ferry.py', 'test_fare.py']]);
});

it('sees a coroutine that nobody awaited although warnings are switched off', async () => {
  const { run } = await runIn(
    {
      'test_horn.py':
        'async def blow():\n    pass\n\ndef test_horn():\n    blow()\n\ndef test_old():\n    import warnings\n    warnings.warn("old", DeprecationWarning)\n',
    },
    ['-W', 'ignore'],
  );
  expect(run.warnings.map(({ category, message, id }) => `${category} ${message} ${id}`)).toEqual([
    "RuntimeWarning coroutine 'blow' was never awaited test_horn.py::test_horn",
  ]);
});

it('says which test was running when time was up', async () => {
  const { run } = await runIn(
    {
      'test_crossing.py':
        'import time\n\ndef test_short():\n    pass\n\ndef test_endless():\n    time.sleep(60)\n\ndef test_later():\n    pass\n',
    },
    [],
    { timeoutMs: 8000 },
  );
  expect(run.timedOut).toBe(true);
  expect(run.ended).toBe(false);
  expect(lines(run)).toEqual([
    'error test_crossing.py::test_endless the run ended before this test did',
    'passed test_crossing.py::test_short',
  ]);
});

it('tells files that could not be loaded, and numbers tests that share an id', async () => {
  const same = 'test_same.py';
  const { run } = await runIn(
    { [same]: 'def test_once():\n    pass\n', 'test_broken.py': 'import no_such_harbour\n' },
    ['--keep-duplicates', '--continue-on-collection-errors'],
    { paths: [same, same, 'test_broken.py'] },
  );
  expect(lines(run)).toEqual(['passed test_same.py::test_once', 'passed test_same.py::test_once#2']);
  expect(run.uncollected.map(({ id, reason }) => [id, reason.trim().split('\n').at(-1)])).toEqual([
    ['test_broken.py', "E   ModuleNotFoundError: No module named 'no_such_harbour'"],
  ]);
});

it('runs under a wrapper, with variables of its own, and reads what the runtime wrote', async () => {
  const write =
    'import json, os\n\ndef test_write():\n    with open(os.environ["FERRYMAN_STATS"], "a") as stats:\n        stats.write(json.dumps({"kind": "statements", "async": 3, "sync": 1}) + "\\n")\n    assert os.environ["HARBOUR"] == "Troon"\n';
  const { run } = await runIn({ 'test_write.py': write }, [], {
    wrapper: ['env', 'HARBOUR=Troon'],
    env: { HARBOUR: 'Ayr' },
  });
  expect(lines(run)).toEqual(['passed test_write.py::test_write']);
  expect(run.records.statements).toEqual({ async: 3, sync: 1 });
  expect(path.isAbsolute(run.kept)).toBe(true);
});
