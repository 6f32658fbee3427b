import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { FerryError, silent } from '../base/index.ts';
import { type FileChange, carry } from './carry.ts';
import { type Checkout, withCheckout } from './checkout.ts';
import { checkReady } from './repository.ts';
import { rollback } from './rollback-run.ts';
import { ferryChanges, ferryFiles } from './testing/ferry-changes.ts';
import { type FerryRepository, ferryRepository, portrait } from './testing/ferry-repository.ts';

const dayOne = { branch: 'ferryman/day-one', message: 'Day one' };

function carryAll(root: string, changes: readonly FileChange[] = ferryChanges(root), options = dayOne) {
  return withCheckout(root, async ({ repository, files }: Checkout) => {
    await checkReady(repository);
    return carry(repository, files, changes, options, silent);
  });
}

/** The code and message of the refusal, the root's path taken out. */
async function refusal(work: Promise<unknown>, root: string): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FerryError) return `${error.code}: ${error.message}`.replaceAll(root, 'ROOT');
    throw error;
  }
  return 'nothing was refused';
}

/** The refusal, and proof that it left everything as it was. */
async function refusedWithoutTrace(ferry: FerryRepository, work: () => Promise<unknown>): Promise<string> {
  const before = await portrait(ferry.root);
  const said = await refusal(work(), ferry.root);
  expect(await portrait(ferry.root)).toBe(before);
  return said;
}

test('a folder without git is refused', async () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-'));
  expect(await refusal(carryAll(root, []), root)).toMatchInlineSnapshot(
    `"FERRY_NO_GIT: This folder is not in a git work tree, so nothing could be taken back"`,
  );
  expect(fs.readdirSync(root)).toEqual([]);
  fs.rmSync(root, { recursive: true });
});

test('a tree with changes is refused, untracked files and odd names included', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  ferry.write('app/db.py', 'engine = None\n');
  ferry.write('time\ntable.py', '');
  expect(await refusedWithoutTrace(ferry, () => carryAll(ferry.root))).toMatchInlineSnapshot(
    `"FERRY_DIRTY_TREE: The work tree has changes that are not committed: "app/db.py", "time\\ntable.py""`,
  );
});

test('a merge in progress is refused', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  await ferry.git('checkout', '-q', '-b', 'other');
  await ferry.git('commit', '-q', '--allow-empty', '-m', 'Other');
  await ferry.git('checkout', '-q', 'main');
  await ferry.git('merge', '-q', '--no-ff', '--no-commit', 'other');
  expect(await refusedWithoutTrace(ferry, () => carryAll(ferry.root))).toMatchInlineSnapshot(
    `"FERRY_GIT_BUSY: There is a merge in progress"`,
  );
});

test('a repository without a commit is refused', async () => {
  await using ferry = await ferryRepository({});
  await ferry.git('update-ref', '-d', 'HEAD');
  expect(await refusal(carryAll(ferry.root, []), ferry.root)).toMatchInlineSnapshot(
    `"FERRY_NO_COMMIT: The repository has no commit yet, so there is nothing to come back to"`,
  );
});

test('a submodule is refused', async () => {
  await using harbour = await ferryRepository({});
  await using ferry = await ferryRepository(ferryFiles);
  await harbour.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', ferry.root, 'ferry');
  await harbour.git('commit', '-q', '-m', 'Add the ferry');
  const inner = path.join(harbour.root, 'ferry');
  expect(await refusedWithoutTrace(harbour, () => carryAll(inner))).toMatchInlineSnapshot(
    `"FERRY_SUBMODULE: This is a submodule: its commits also belong to the repository around it"`,
  );
});

test('a branch that exists, or would stand in the way of another, is refused', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  await ferry.git('branch', 'ferryman');
  expect(await refusedWithoutTrace(ferry, () => carryAll(ferry.root))).toMatchInlineSnapshot(
    `"FERRY_BRANCH_EXISTS: There is a branch ferryman already"`,
  );
  const named = (branch: string) => carryAll(ferry.root, ferryChanges(ferry.root), { ...dayOne, branch });
  expect(await refusedWithoutTrace(ferry, () => named('no..dots'))).toMatchInlineSnapshot(
    `"FERRY_BRANCH_NAME: "no..dots" cannot be the name of a branch"`,
  );
});

test('state that came with the repository is not obeyed', async () => {
  await using ferry = await ferryRepository({ ...ferryFiles, '.ferryman/journal.ndjson': '{"step":"begin"}\n' });
  expect(await refusedWithoutTrace(ferry, () => rollback(ferry.root, silent))).toMatchInlineSnapshot(
    `"FERRY_STATE_TRACKED: The folder .ferryman is committed in this repository; it holds the state of one checkout and is not followed"`,
  );
});

test('links, out of the root or inside it, are not written through', async () => {
  await using elsewhere = await ferryRepository({ 'db.py': 'engine = None\n' });
  await using ferry = await ferryRepository(ferryFiles);
  fs.symlinkSync(elsewhere.root, path.join(ferry.root, 'shared'));
  fs.symlinkSync('app', path.join(ferry.root, 'alias'));
  await ferry.git('add', '-A');
  await ferry.git('commit', '-q', '-m', 'Links');
  const change = (name: string): FileChange => ({
    path: name,
    before: fs.readFileSync(path.join(ferry.root, name)),
    after: Buffer.from('from ferryman import create_engine\n'),
  });
  const out = await refusedWithoutTrace(ferry, () => carryAll(ferry.root, [change('shared/db.py')]));
  expect(out).toMatchInlineSnapshot(
    `"FERRY_OUTSIDE_ROOT: "shared/db.py" leads out of the folder Ferryman may write to"`,
  );
  const within = await refusedWithoutTrace(ferry, () => carryAll(ferry.root, [change('alias/db.py')]));
  expect(within).toMatchInlineSnapshot(
    `"FERRY_SYMLINK: A file to change is reached through a symbolic link, so git would not see the change where it is made"`,
  );
});

test('an ignored file and a file hidden from git are not changed', async () => {
  await using ferry = await ferryRepository({ ...ferryFiles, '.gitignore': 'local.py\n' });
  ferry.write('local.py', 'engine = None\n');
  const local = { path: 'local.py', before: Buffer.from('engine = None\n'), after: Buffer.from('') };
  expect(await refusedWithoutTrace(ferry, () => carryAll(ferry.root, [local]))).toMatchInlineSnapshot(
    `"FERRY_NOT_TRACKED: A file to change is ignored by git, or marked so that git does not look at it"`,
  );
  await ferry.git('update-index', '--skip-worktree', 'app/db.py');
  expect(await refusedWithoutTrace(ferry, () => carryAll(ferry.root))).toMatchInlineSnapshot(
    `"FERRY_NOT_TRACKED: A file to change is ignored by git, or marked so that git does not look at it"`,
  );
});

test('a second Ferryman at the same time is refused', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  const second = withCheckout(ferry.root, () => refusal(carryAll(ferry.root), ferry.root));
  expect((await second).replace(String(process.pid), 'PID')).toMatchInlineSnapshot(
    `"FERRY_LOCKED: Another Ferryman is at work in this checkout (process PID)"`,
  );
});
