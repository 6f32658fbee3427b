import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../base/index.ts';
import { ferryman, temporaryProject } from '../testing/harness.ts';

const EXAMPLE = path.join(import.meta.dirname, '..', '..', '..', 'examples', 'ferry-booking');

/** The example application in a repository of its own, with one commit. */
async function ferryBooking() {
  const project = temporaryProject({});
  fs.cpSync(EXAMPLE, project.root, {
    recursive: true,
    filter: (file) => !/__pycache__|\.egg-info|\.venv|\.pytest_cache|\.db$/.test(file),
  });
  const git = async (...args: readonly string[]) => {
    const identity = ['-c', 'user.name=Anna', '-c', 'user.email=anna@ferries.example'];
    return (await run('git', [...identity, ...args], { cwd: project.root, timeoutMs: 30_000 })).stdout;
  };
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Anna');
  await git('config', 'user.email', 'anna@ferries.example');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'Open the booking office');
  return { ...project, git };
}

/** Without the length of the generated list, whose wording is the recipe's affair. */
const stable = (text: string) => text.replace(/\+\d+ (-0 +booking\/ferryman_crossing)/, '+<n> $1');

test('a dry run prints a diff that git can apply, and changes nothing', async () => {
  using project = await ferryBooking();
  const { exitCode, out, err } = await ferryman(project.root, 'migrate', '--dry-run');
  expect(exitCode).toBe(0);
  expect(await project.git('status', '--porcelain')).toBe('');
  expect(stable(err.slice(err.search(/\d+ files/)))).toMatchInlineSnapshot(`
    "5 files
      +1 -1   booking/database.py
      +<n> -0  booking/ferryman_crossing.py (new)
      +3 -0   booking/main.py
      +6 -1   booking/services/agents.py
      +3 -1   pyproject.toml

    8 endpoints: 8 bridged, 0 threaded
      with database work: 7 of 7 bridged
    "
  `);
  const applied = await run('git', ['apply', '--check', '-'], { cwd: project.root, timeoutMs: 30_000, input: out });
  expect(applied).toMatchObject({ status: 0, stderr: '' });
});

test('migrate commits on a branch, rollback restores everything', async () => {
  using project = await ferryBooking();
  const before = await project.git('ls-tree', '-r', 'HEAD');
  const migrated = await ferryman(project.root, 'migrate', '--branch', 'on-the-loop', '--quiet');
  expect(migrated.err).toBe('');
  expect(stable(migrated.out.replace(/[0-9a-f]{10}/, '<commit>'))).toMatchInlineSnapshot(`
    "Committed <commit> on branch on-the-loop.

    5 files
      +1 -1   booking/database.py
      +<n> -0  booking/ferryman_crossing.py (new)
      +3 -0   booking/main.py
      +6 -1   booking/services/agents.py
      +3 -1   pyproject.toml

    8 endpoints: 8 bridged, 0 threaded
      with database work: 7 of 7 bridged

    ferryman prove     runs its own tests before and after, and compares them
    ferryman rollback  takes everything back
    FERRYMAN=threaded  in the environment brings the threads back without a
                       deployment of other code
    "
  `);
  expect(await project.git('branch', '--show-current')).toBe('on-the-loop\n');
  expect(await project.git('diff', '--name-only', 'main', 'HEAD')).toMatchInlineSnapshot(`
    "booking/database.py
    booking/ferryman_crossing.py
    booking/main.py
    booking/services/agents.py
    pyproject.toml
    "
  `);

  const again = await ferryman(project.root, 'migrate', '--quiet');
  expect(again.out).toBe('Nothing is left to change: the application is on the loop already.\n');

  const back = await ferryman(project.root, 'rollback', '--quiet');
  expect(back.out.replace(/run \S+:/, 'run <run>:')).toBe('Took back run <run>: 5 files restored, on main again.\n');
  expect(await project.git('ls-tree', '-r', 'HEAD')).toBe(before);
  expect(await project.git('status', '--porcelain')).toBe('');
});

test('endpoints that the settings name go back to threads, and the audit says why', async () => {
  using project = await ferryBooking();
  await ferryman(project.root, 'migrate', '--branch', 'on-the-loop', '--quiet');
  fs.writeFileSync(
    path.join(project.root, 'ferryman.toml'),
    'threaded = [\n  "booking.api.sailings:passengers",  # computed for 412 ms\n]\n',
  );
  await project.git('add', 'ferryman.toml');
  await project.git('commit', '--quiet', '--message', 'Keep the list of passengers in a thread');
  const migrated = await ferryman(project.root, 'migrate', '--branch', 'in-threads', '--quiet');
  expect(
    migrated.out.slice(migrated.out.indexOf('1 file'), migrated.out.indexOf('ferryman prove')),
  ).toMatchInlineSnapshot(`
    "1 file
      +5 -1  booking/ferryman_crossing.py

    8 endpoints: 7 bridged, 1 threaded
      with database work: 6 of 7 bridged

    threaded because
        1  the setting \`threaded\`: it was measured to hold the event loop

    "
  `);
  const diff = await project.git('diff', '--unified=0', '--no-prefix', 'HEAD~1', 'HEAD');
  expect(diff.replace(/^index .*\n/m, '')).toMatchInlineSnapshot(`
    "diff --git booking/ferryman_crossing.py booking/ferryman_crossing.py
    --- booking/ferryman_crossing.py
    +++ booking/ferryman_crossing.py
    @@ -15 +14,0 @@ BRIDGED = frozenset(
    -        "booking.api.sailings:passengers",
    @@ -19,0 +19,5 @@ BRIDGED = frozenset(
    +
    +# On threads, and why:
    +#
    +# booking.api.sailings:passengers
    +#     the setting \`threaded\`: it was measured to hold the event loop
    "
  `);
  const audited = await ferryman(project.root, 'audit', '--explain', 'booking.api.sailings:passengers', '--quiet');
  expect(audited.out).toMatchInlineSnapshot(`
    "GET /sailings/{sailing_id}/passengers
      booking.api.sailings:passengers
      booking/api/sailings.py:37
      stays threaded; def, with database work; neutral: it stays on its thread

      sailings:passengers  booking/api/sailings.py:37
      └─ the setting \`threaded\`  ferryman.toml:2
            keeps it threaded: it was measured to hold the event loop
            next: Take it out of the setting when it computes and waits for less
            than the loop can do without.
    "
  `);
});

test('the result for machines names every endpoint', async () => {
  using project = await ferryBooking();
  const { out } = await ferryman(project.root, 'migrate', '--dry-run', '--format', 'json');
  const document: { schema: string; endpoints: { id: string; state: string }[] } = JSON.parse(out);
  expect(document.schema).toBe('ferryman/migrate');
  expect(document.endpoints.map(({ id, state }) => `${state} ${id}`)).toMatchInlineSnapshot(`
    [
      "bridged booking.api.agents:log_in",
      "bridged booking.api.bookings:make_booking",
      "bridged booking.api.bookings:show_booking",
      "bridged booking.api.bookings:cancel_booking",
      "bridged booking.api.sailings:list_sailings",
      "bridged booking.api.sailings:show_sailing",
      "bridged booking.api.sailings:passengers",
      "bridged booking.main:health",
    ]
  `);
});

test('events for machines come one to a line, the result last', async () => {
  using project = await ferryBooking();
  const { out } = await ferryman(project.root, 'migrate', '--dry-run', '--format', 'ndjson');
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; id?: string });
  expect(events.map(({ kind, id }) => (id === undefined ? kind : `${kind} ${id}`))).toMatchInlineSnapshot(`
    [
      "note",
      "step read",
      "done read",
      "step judge",
      "done judge",
      "step plan",
      "done plan",
      "result",
    ]
  `);
});

test('a project that is none is refused with a reason', async () => {
  using project = temporaryProject({ 'notes.txt': 'Ask about the dog.\n' });
  const { exitCode, out, err } = await ferryman(project.root, 'migrate', '--dry-run', '--quiet');
  expect({ exitCode, out, err: err.replace(project.root, '<here>') }).toMatchInlineSnapshot(`
    {
      "err": "FERRY_NOT_PYTHON: There is no Python file here
      where: <here>
      next:  Run Ferryman in the folder that holds the application.
    ",
      "exitCode": 2,
      "out": "",
    }
  `);
});

test('a work tree with changes is refused', async () => {
  using project = await ferryBooking();
  fs.appendFileSync(path.join(project.root, 'booking', 'main.py'), '# high tide\n');
  const { exitCode, out, err } = await ferryman(project.root, 'migrate', '--quiet');
  expect({ exitCode, out, err: err.replace(project.root, '<here>') }).toMatchInlineSnapshot(`
    {
      "err": "FERRY_DIRTY_TREE: The work tree has changes that are not committed:
      "booking/main.py"
      where: <here>
      next:  Commit them, or put them aside with \`git stash --include-untracked\`,
             and start again.
    ",
      "exitCode": 2,
      "out": "",
    }
  `);
});
