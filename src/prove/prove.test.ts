import * as path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FileSystemRoot, openTemporaryRoot, silent } from '../base/index.ts';
import { renderProofMarkdown } from './markdown.ts';
import { proveTree } from './prove.ts';
import { renderProof } from './render.ts';
import type { ProofReport } from './report.ts';
import { commitAll, PYTHON, projectOf } from './testing/project.ts';

// Both sides run in an environment that has everything: these tests are about comparing, not about installing.
const OPTIONS = { python: PYTHON, timeoutMs: 60_000 };

let cache: FileSystemRoot & Disposable;
const outside = process.env['XDG_CACHE_HOME'];
beforeAll(() => {
  cache = openTemporaryRoot('ferryman-cache-');
  process.env['XDG_CACHE_HOME'] = cache.root;
});
afterAll(() => {
  if (outside === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = outside;
  cache[Symbol.dispose]();
});

const text = (report: ProofReport) =>
  renderProof(report)
    .replaceAll(/\d+\.\d s/g, 'N s')
    .replace(/Python \d\S+/, 'Python N,')
    .replaceAll(cache.root, 'CACHE')
    .replaceAll(/runs\/\S+-[0-9a-f]{8}/g, 'runs/PROJECT');

const LIBRARY = {
  'library/__init__.py': '',
  'library/loans.py': 'DAYS = 28\n\ndef due(day):\n    return day + DAYS\n',
  'library/fines.py': 'def fine(days):\n    return 10 * days\n',
  'tests/test_loans.py': `from library.loans import due

def test_due():
    assert due(1) == 29

def test_broken():
    assert due(1) == 30
`,
};

it('proves a change that keeps every test, and names what no test loads', async () => {
  using project = projectOf(LIBRARY);
  const before = await commitAll(project);
  project.write('library/loans.py', 'DAYS = 4 * 7\n\ndef due(day):\n    return day + DAYS\n');
  project.write('library/fines.py', 'def fine(days):\n    return days * 10\n');
  const report = await proveTree(project.root, { ...OPTIONS, before }, silent);
  expect(text(report)).toMatchInlineSnapshot(`
    "Proven: every test that passed before passes.

      before  1 passed, 1 failed, 0 skipped of 2 collected, N s
      after   1 passed, 1 failed, 0 skipped of 2 collected, N s
      both    1 tests green before and after
      with    Python N, the environment that was named

    warning: Files were changed that no test loads from this checkout (1).
        library/fines.py
      next: What is not loaded is not proven. If the tests use an installed copy
            instead, install the project as editable.

    note: Tests failed before already, and still do; they do not count (1).
        tests/test_loans.py::test_broken
            assert 29 == 30
      next: Mend them when there is time: they prove nothing now.
    "
  `);
});

it('names what failed, what was silenced, what vanished and what nobody awaited', async () => {
  using project = projectOf({
    ...LIBRARY,
    'tests/test_fines.py':
      'from library.fines import fine\n\ndef test_fine():\n    assert fine(2) == 20\n\ndef test_grace():\n    assert fine(0) == 0\n\ndef test_again():\n    fine(1)\n',
  });
  const before = await commitAll(project);
  project.write('library/fines.py', 'async def fine(days):\n    return 10 * days\n');
  project.write(
    'tests/test_loans.py',
    'import pytest\nfrom library.loans import due\n\n@pytest.mark.skip(reason="later")\ndef test_due():\n    pass\n',
  );
  project.write(
    'tests/test_fines.py',
    'from library.fines import fine\n\ndef test_fine():\n    assert fine(2) == 20\n\ndef test_again():\n    fine(1)\n',
  );
  const report = await proveTree(project.root, { ...OPTIONS, before }, silent);
  expect(text(report)).toMatchInlineSnapshot(`
    "Not proven.

      before  4 passed, 1 failed, 0 skipped of 5 collected, N s
      after   1 passed, 1 failed, 1 skipped of 3 collected, N s
      both    1 tests green before and after
      with    Python N, the environment that was named

    failure: Tests that passed before fail now (1).
        tests/test_fines.py::test_fine
            assert <coroutine object fine at 0x> == 20
      next: Look at each; \`ferryman rollback\` restores the tree byte for byte.

    failure: Tests that passed before are skipped or expected to fail now (1).
        tests/test_loans.py::test_due
            Skipped: later
      next: Find out what they miss: a package, a setting, a service.

    failure: Tests that passed before are not there any more (1).
        tests/test_fines.py::test_grace
      next: Look whether their files still load and are still collected.

    failure: Coroutines were made and never awaited (1).
        coroutine 'fine' was never awaited
            tests/test_fines.py::test_again
      next: Something that should have happened did not: await it.
    "
  `);
});

it('runs again what changed, and does not count a test that cannot make up its mind', async () => {
  using project = projectOf({
    'tests/test_tide.py': `import os

def test_tide():
    mark = os.environ["TIDE"]
    if os.path.exists("after") and not os.path.exists(mark):
        open(mark, "w").close()
        assert False, "low water"
`,
  });
  using scratch = openTemporaryRoot('ferryman-tide-');
  process.env['TIDE'] = path.join(scratch.root, 'mark');
  try {
    const before = await commitAll(project);
    project.write('after', '');
    const report = await proveTree(project.root, { ...OPTIONS, before }, silent);
    expect([report.verdict, report.flakes.map(({ id, side }) => [id, side])]).toEqual([
      'proven',
      [['tests/test_tide.py::test_tide', 'after']],
    ]);
    expect(report.findings.map(({ id, severity }) => [id, severity])).toEqual([['flakes', 'warning']]);
  } finally {
    delete process.env['TIDE'];
  }
});

it('does not take no tests for an answer', async () => {
  using project = projectOf({ 'library.py': 'DAYS = 28\n' });
  const before = await commitAll(project);
  const report = await proveTree(project.root, { ...OPTIONS, before }, silent);
  expect(text(report)).toMatchInlineSnapshot(`
    "Not proven.

      before  0 passed, 0 failed, 0 skipped of 0 collected, N s
      after   0 passed, 0 failed, 0 skipped of 0 collected, N s
      both    0 tests green before and after
      with    Python N, the environment that was named

    failure: No test was run, so nothing is proven (1).
        CACHE/ferryman/runs/PROJECT/after
            pytest ended with status 5
      next: Look at the output kept there; name the tests with \`-- PATH\` when pytest
            does not find them.
    "
  `);
});

it('runs one side only when nothing was migrated, and counts what is red there', async () => {
  using project = projectOf(LIBRARY);
  const report = await proveTree(project.root, { ...OPTIONS, pytest: ['tests/test_loans.py', '-q'] }, silent);
  expect([report.verdict, report.before, report.findings.map(({ id, items }) => [id, items])]).toEqual([
    'failed',
    undefined,
    [['regressions', [{ name: 'tests/test_loans.py::test_broken', reason: 'assert 29 == 30' }]]],
  ]);
});

it('reads what the guard saw after, not before', async () => {
  using project = projectOf({
    'tests/test_guard.py': `import json, os

def test_guard():
    if "FERRYMAN_GUARD" in os.environ:
        with open(os.environ["FERRYMAN_GUARD"], "a") as guard:
            sample = {"ms": 212.4, "scope": "http", "endpoint": "library:due", "bridged": True, "in_place": True}
            stall = {"kind": "stall", "test": None, "threshold_ms": 50, "ms": 212.4, "cpu_ms": 3, "others_ms": 1}
            stall.update(queued_ms=None, collector_ms=0)
            for place in ("library/loans.py:3 due", "tests/conftest.py:7 engine", "library/__init__.py:1 <module>"):
                stall.update(place=place, samples=[{**sample, "place": place, "stack": [place]}])
                guard.write(json.dumps(stall) + "\\n")
`,
  });
  const before = await commitAll(project);
  const report = await proveTree(project.root, { ...OPTIONS, before, guard: true }, silent);
  expect(text(report)).toMatchInlineSnapshot(`
    "Proven: every test that passed before passes.

      before  1 passed, 0 failed, 0 skipped of 1 collected, N s
      after   1 passed, 0 failed, 0 skipped of 1 collected, N s
      both    1 tests green before and after
      with    Python N, the environment that was named

    warning: Calls held the event loop (1).
        library/loans.py:3 due
            in library:due: 1 x, 212 ms at most (3 ms of CPU), waiting
      next: Keep the endpoint in a thread, by the setting \`threaded\`, or wrap the
            call: \`wait(to_thread(...))\`.

    This setting keeps them in threads. Put it into ferryman.toml, or below
    [tool.ferryman] in pyproject.toml, commit it, and run \`ferryman migrate --branch
    NAME\` once more:

    threaded = [
      "library:due",  # waited for 212 ms
    ]
    "
  `);
  expect(
    renderProofMarkdown(report, { name: 'library' }).replaceAll(/\d+\.\d(?= \|)|(?<=Python )\d[\d.]+\d/g, 'N'),
  ).toMatchInlineSnapshot(`
    "# library: proven

    Proven: every test that passed before passes.

    | | passed | failed | skipped | collected | seconds |
    |---|---:|---:|---:|---:|---:|
    | before | 1 | 0 | 0 | 1 | N |
    | after | 1 | 0 | 0 | 1 | N |

    With Python N.

    ## warning: Calls held the event loop (1)

    \`\`\`
    library/loans.py:3 due
        in library:due: 1 x, 212 ms at most (3 ms of CPU), waiting
    \`\`\`

    Next: Keep the endpoint in a thread, by the setting \`threaded\`, or wrap the call: \`wait(to_thread(...))\`.

    ## Endpoints to keep in threads

    This setting keeps them in threads. Put it into ferryman.toml, or below [tool.ferryman] in pyproject.toml, commit it, and run \`ferryman migrate --branch NAME\` once more:

    \`\`\`toml
    threaded = [
      "library:due",  # waited for 212 ms
    ]
    \`\`\`
    "
  `);
});
