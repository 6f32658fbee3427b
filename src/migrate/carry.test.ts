import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { FerryError, silent } from '../base/index.ts';
import { carry } from './carry.ts';
import { withCheckout } from './checkout.ts';
import { rollback } from './rollback-run.ts';
import { ferryChanges, ferryFiles } from './testing/ferry-changes.ts';
import { type FerryRepository, ferryRepository, portrait } from './testing/ferry-repository.ts';

function carryAll(root: string) {
  const options = { branch: 'ferryman/day-one', message: 'Carry the application onto the event loop' };
  return withCheckout(root, ({ repository, files }) => carry(repository, files, ferryChanges(root), options, silent));
}

async function lastCommit(ferry: FerryRepository): Promise<string> {
  const text = await ferry.git('log', '-1', '--format=%an <%ae>%n%B', '--stat');
  return text.replace(/Ferryman-Run: .*/, 'Ferryman-Run: RUN');
}

test('a migration is one commit on its own branch, and the tree is clean', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  await carryAll(ferry.root);
  expect(await ferry.git('status', '--short', '--branch')).toBe('## ferryman/day-one\n');
  expect(await lastCommit(ferry)).toMatchInlineSnapshot(`
    "Harbour Master <harbour@ferry.example>
    Carry the application onto the event loop

    Ferryman-Wave: 0
    Ferryman-Run: RUN


     app/bookings.py          | 2 +-
     app/db.py                | 2 +-
     app/ferryman_crossing.py | 1 +
     requirements.txt         | 3 ++-
     4 files changed, 5 insertions(+), 3 deletions(-)
    "
  `);
});

test('rollback restores every byte from a detached HEAD, keeping modes', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  fs.chmodSync(path.join(ferry.root, 'app/db.py'), 0o755);
  await ferry.git('-c', 'core.fileMode=true', 'commit', '-qam', 'Executable');
  await ferry.git('checkout', '-q', '--detach');
  const before = await portrait(ferry.root);
  await carryAll(ferry.root);
  expect(await portrait(ferry.root)).not.toBe(before);
  await rollback(ferry.root, silent);
  expect(await portrait(ferry.root)).toBe(before);
});

test('line endings that git converts come back as they were on disk', async () => {
  await using ferry = await ferryRepository({ ...ferryFiles, '.gitattributes': '* text=auto eol=crlf\n' });
  await ferry.git('config', 'core.autocrlf', 'true');
  const before = await portrait(ferry.root);
  await carryAll(ferry.root);
  expect(await ferry.git('status', '--short')).toBe('');
  expect(fs.readFileSync(path.join(ferry.root, 'app/db.py'), 'utf8')).not.toContain('\r');
  await rollback(ferry.root, silent);
  expect(await portrait(ferry.root)).toBe(before);
});

test('carriage returns that are committed stay committed under core.autocrlf', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  await ferry.git('config', 'core.autocrlf', 'true');
  await carryAll(ferry.root);
  expect(await ferry.git('diff', '--stat', 'HEAD~1', '--', 'app/bookings.py')).toMatchInlineSnapshot(`
    " app/bookings.py | 2 +-
     1 file changed, 1 insertion(+), 1 deletion(-)
    "
  `);
});

test('hooks, the file system monitor and commit signing of the repository are not run', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  const trap = path.join(ferry.root, '.git/trap');
  fs.writeFileSync(trap, `#!/bin/sh\ntouch '${ferry.root}/.git/sprung'\n`, { mode: 0o755 });
  for (const hook of ['pre-commit', 'post-checkout', 'post-index-change', 'reference-transaction', 'commit-msg']) {
    fs.copyFileSync(trap, path.join(ferry.root, '.git/hooks', hook));
  }
  await ferry.git('config', 'core.fsmonitor', trap);
  await ferry.git('config', 'commit.gpgSign', 'true');
  await ferry.git('config', 'gpg.program', trap);
  await carryAll(ferry.root);
  await rollback(ferry.root, silent);
  expect(fs.existsSync(path.join(ferry.root, '.git/sprung'))).toBe(false);
});

test('a project below the top of its repository, in a linked work tree, with an awkward name', async () => {
  await using ferry = await ferryRepository(
    Object.fromEntries(Object.entries(ferryFiles).map(([name, text]) => [`back [end]\n*/${name}`, text])),
  );
  const linked = path.join(ferry.root, '.git/linked');
  await ferry.git('worktree', 'add', '-q', '-b', 'harbour', linked);
  const project = path.join(linked, 'back [end]\n*');
  await carryAll(project);
  expect(fs.readFileSync(path.join(project, 'requirements.txt'), 'utf8')).toContain('ferryman');
  await rollback(project, silent);
  expect(fs.existsSync(path.join(project, '.ferryman'))).toBe(false);
  expect(fs.readFileSync(path.join(project, 'requirements.txt'), 'utf8')).toBe(ferryFiles['requirements.txt']);
});

test('work done on top is never lost by rollback', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  await carryAll(ferry.root);
  const refused = async () => {
    const before = await portrait(ferry.root);
    const code = await rollback(ferry.root, silent).then(
      () => 'done',
      (error: unknown) => (error instanceof FerryError ? error.code : String(error)),
    );
    expect(await portrait(ferry.root)).toBe(before);
    return code;
  };
  ferry.write('app/db.py', 'mine\n');
  expect(await refused()).toBe('FERRY_CHANGED_SINCE');
  await ferry.git('commit', '-qam', 'Mine');
  expect(await refused()).toBe('FERRY_COMMITS_ON_TOP');
  await ferry.git('checkout', '-q', '-b', 'later');
  expect(await refused()).toBe('FERRY_ELSEWHERE');
});

test('work done beside it stays where it is', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  await carryAll(ferry.root);
  ferry.write('notes.txt', 'buy rope\n');
  await rollback(ferry.root, silent);
  expect(await ferry.git('status', '--short', '--branch')).toBe('## main\n?? notes.txt\n');
});

test('two runs are taken back one after the other', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  const before = await portrait(ferry.root);
  await carryAll(ferry.root);
  await withCheckout(ferry.root, ({ repository, files }) => {
    const change = { path: 'app/wave2.py', before: undefined, after: Buffer.from('') };
    return carry(repository, files, [change], { branch: 'ferryman/wave-2', message: 'Wave 2' }, silent);
  });
  await rollback(ferry.root, silent);
  expect(await ferry.git('status', '--short', '--branch')).toBe('## ferryman/day-one\n');
  await rollback(ferry.root, silent);
  expect(await portrait(ferry.root)).toBe(before);
});
