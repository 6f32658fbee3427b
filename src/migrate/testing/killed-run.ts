/**
 * A program for the tests: `node killed-run.ts carry|rollback ROOT N` does one migration or rollback and is killed, as by
 * `kill -9`, right before its Nth action on a disk or a process. Prints how many actions it took if it lives.
 */
import * as childProcess from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { silent } from '../../base/index.ts';
import { ferryChanges } from './ferry-changes.ts';

const [mode, root = '', limit = '0'] = process.argv.slice(2);
let actions = 0;

/** Dies instead of the Nth action; counted below the engine, so every place where a machine may stop is met. */
function countCalls(module: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) {
    const original = module[name];
    if (typeof original !== 'function') throw new Error(`no ${name}`);
    module[name] = (...args: readonly unknown[]): unknown => {
      actions += 1;
      if (actions === Number(limit)) process.kill(process.pid, 'SIGKILL');
      return Reflect.apply(original, module, args);
    };
  }
}

const require = createRequire(import.meta.url);
countCalls(require('node:fs'), ['writeFileSync', 'renameSync', 'rmSync']);
countCalls(require('node:child_process'), ['spawn']);
syncBuiltinESMExports();
void [fs, childProcess];

// Loaded after the counters are in place.
const { withCheckout } = await import('../checkout.ts');
const { carry } = await import('../carry.ts');
const { rollback } = await import('../rollback-run.ts');

if (mode === 'carry') {
  await withCheckout(root, ({ repository, files }) =>
    carry(repository, files, ferryChanges(root), { branch: 'ferryman/day-one', message: 'Day one' }, silent),
  );
} else await rollback(root, silent);
process.stdout.write(`${actions}\n`);
