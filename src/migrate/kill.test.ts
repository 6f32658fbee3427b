import * as path from 'node:path';
import { expect, test } from 'vitest';
import { run, silent } from '../base/index.ts';
import { carry } from './carry.ts';
import { withCheckout } from './checkout.ts';
import { rollback } from './rollback-run.ts';
import { ferryChanges, ferryFiles } from './testing/ferry-changes.ts';
import { ferryRepository, portrait } from './testing/ferry-repository.ts';

const program = path.join(import.meta.dirname, 'testing/killed-run.ts');
const attempt = (mode: 'carry' | 'rollback', root: string, limit: number) =>
  run(process.execPath, [program, mode, root, String(limit)], { cwd: root, timeoutMs: 30_000 });

/** Rolls back what there is to roll back; a run killed before its first deed leaves only its own state. */
async function bringBack(root: string): Promise<void> {
  await rollback(root, silent).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'FERRY_NOTHING_TO_ROLL_BACK')) throw error;
  });
}

test('a migration killed before any of its actions is taken back to the last byte', { timeout: 300_000 }, async () => {
  await using ferry = await ferryRepository(ferryFiles);
  const before = await portrait(ferry.root);
  let killed = 0;
  for (let limit = 1; ; limit += 1) {
    const result = await attempt('carry', ferry.root, limit);
    await bringBack(ferry.root);
    expect(await portrait(ferry.root), `killed before action ${limit}`).toBe(before);
    if (result.status === 0) break;
    expect(result.status, result.stderr).toBe(null);
    killed += 1;
  }
  expect(killed).toBeGreaterThan(30);
});

test('a rollback killed before any of its actions is finished by the next one', { timeout: 300_000 }, async () => {
  await using ferry = await ferryRepository(ferryFiles);
  const before = await portrait(ferry.root);
  let killed = 0;
  for (let limit = 1; ; limit += 1) {
    await withCheckout(ferry.root, ({ repository, files }) =>
      carry(repository, files, ferryChanges(ferry.root), { branch: 'ferryman/day-one', message: 'Day one' }, silent),
    );
    const result = await attempt('rollback', ferry.root, limit);
    await bringBack(ferry.root);
    expect(await portrait(ferry.root), `killed before action ${limit}`).toBe(before);
    if (result.status === 0) break;
    expect(result.status, result.stderr).toBe(null);
    killed += 1;
  }
  expect(killed).toBeGreaterThan(15);
});

test('the lock of a killed run does not keep the next one out', async () => {
  await using ferry = await ferryRepository(ferryFiles);
  await attempt('carry', ferry.root, 12);
  await expect(withCheckout(ferry.root, async () => 'in')).resolves.toBe('in');
});
