import type { FileSystemRoot } from '../../src/base/index.ts';
import { threadedSetting } from '../../src/prove/index.ts';
import { carryOver } from './carry-over.ts';
import type { GuardRow, Round } from './guard-row.ts';
import { measuredIn, suspectsOf, testFilesOf } from './guard-suspects.ts';
import { runHalf } from './half.ts';
import type { Application } from './manifest.ts';
import { prepare } from './prepare.ts';
import { git } from './sources.ts';

/** Carry one application over and run its own tests with the runtime's guard; twice when measuring finds something. */
export async function guardApplication(
  app: Application,
  cache: FileSystemRoot,
  say: (text: string) => void,
): Promise<GuardRow> {
  const began = performance.now();
  const secondsOf = () => (performance.now() - began) / 1000;
  const run = (name: string, setting: readonly string[]) =>
    guardedRound(app, cache, name, setting, (text) => say(`${app.id}: ${text}`));
  const first = await run('guarded', []);
  if ('skipped' in first) return { app, measured: [], broken: first.skipped, seconds: 0 };
  const measured = measuredIn(first);
  if (measured.length === 0) return { app, first, measured, seconds: secondsOf() };
  const second = await run('threaded', threadedSetting([], measured));
  if ('skipped' in second) return { app, first, measured, broken: second.skipped, seconds: secondsOf() };
  return { app, first, measured, second, seconds: secondsOf() };
}

/** A fresh tree with the setting in it, as a user would write it, is carried over, and its tests run with the guard. */
async function guardedRound(
  app: Application,
  cache: FileSystemRoot,
  name: string,
  setting: readonly string[],
  say: (text: string) => void,
): Promise<Round | { readonly skipped: string }> {
  say('source and environment');
  const prepared = await prepare(app, cache);
  if ('skipped' in prepared) return prepared;
  const { tree, environment } = prepared;
  if (setting.length > 0) {
    tree.write('ferryman.toml', `${setting.join('\n')}\n`);
    await git(tree, 'add', 'ferryman.toml');
    await git(tree, 'commit', '--quiet', '--message', 'Keep in threads what computes');
  }
  say(setting.length > 0 ? 'carrying over with what was measured' : 'carrying over');
  const { planned: endpoints } = await carryOver(app, tree, environment);
  const run = (files?: readonly string[]) => {
    say(`tests with the guard${files === undefined ? '' : ' again'}`);
    return runHalf(app, tree, environment, cache, {
      side: 'after',
      database: 'sqlite',
      env: {},
      reuse: false,
      guard: name,
      ...(files === undefined ? {} : { files }),
    });
  };
  const half = await run();
  const files = testFilesOf(half.run, suspectsOf({ endpoints, half }));
  // What holds the loop because of the code does so again; what a busy machine made of it does not.
  return { endpoints, half, ...(files.length === 0 ? {} : { again: (await run(files)).run }) };
}
