import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FileSystemRoot, openCache, run } from '../../base/index.ts';
import { readRecords, type RuntimeRecords } from '../records.ts';
import { follow } from './follow.ts';
import { type Observations, readObservations } from './outcomes.ts';

/** How a project's tests are run. Nothing of it is read by a shell. */
export interface TestCommand {
  /** The environment's Python. */
  readonly python: string;
  /** Folder pytest is started in. */
  readonly cwd: string;
  /** Folder whose imported files are listed; usually the checkout. */
  readonly tree: string;
  /** pytest's options, without test paths. */
  readonly options: readonly string[];
  /** Test paths; empty for the project's own choice. */
  readonly paths: readonly string[];
  /** A program and its arguments put in front of Python, such as one that sets the clock. */
  readonly wrapper?: readonly string[];
  /** Set on top of the surroundings, undefined removes. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folders put first on Python's path. */
  readonly pythonPath?: readonly string[];
  readonly timeoutMs: number;
  /** Called a few times a second with the tests that have ended and those that were collected. */
  readonly onTest?: (done: number, total: number) => void;
  /** Record calls that hold the loop, too (the runtime's guard). */
  readonly guard?: boolean;
}

/** One run of a test suite: what happened, whatever the exit status says. */
export interface TestRun extends Observations {
  readonly exitStatus: number | null;
  readonly timedOut: boolean;
  readonly seconds: number;
  readonly records: RuntimeRecords;
  /** stdout and stderr, their last 64 Ki characters. */
  readonly output: string;
  /** Files kept of this run: `output.txt`, `junit.xml`, `proof.ndjson`. */
  readonly kept: string;
}

const PLUGIN_FOLDER = path.join(import.meta.dirname, '..', 'pytest');
// pytest takes the text of a -W on its command line literally and matches it at the message's start.
const NEVER_AWAITED = "always:coroutine ':RuntimeWarning";

/** Where Python keeps compiled files of every tree, under each tree's own path, instead of inside the tree. */
export const byteCodeFolder = (): string => openCache('bytecode').root;

/**
 * Run `python -m pytest` once and keep what it said in `files` (its folder is emptied first). Nothing is written to
 * the tree by pytest itself: caches, byte code and coverage data go to that folder.
 */
export async function runTests(command: TestCommand, files: FileSystemRoot): Promise<TestRun> {
  for (const name of ['proof.ndjson', 'stats.ndjson', 'guard.ndjson', 'junit.xml', 'output.txt']) files.remove(name);
  const kept = (name: string) => path.join(files.root, name);
  const arguments_ = [
    '-m',
    'pytest',
    '-p',
    'ferryman_proof',
    ...command.options,
    '-W',
    NEVER_AWAITED,
    '--maxfail=0',
    `--junitxml=${kept('junit.xml')}`,
    ...(command.options.includes('no:cacheprovider') ? [] : ['-o', `cache_dir=${kept('pytest-cache')}`]),
    ...command.paths,
  ];
  const [program = command.python, ...rest] = [...(command.wrapper ?? []), command.python, ...arguments_];
  using _ = command.onTest === undefined ? undefined : follow(kept('proof.ndjson'), command.onTest);
  const result = await run(program, rest, {
    cwd: command.cwd,
    env: environmentOf(command, kept),
    timeoutMs: command.timeoutMs,
    keepBytes: 1 << 20,
  });
  const output = `${result.stdout}${result.stderr}`;
  files.write('output.txt', output);
  return {
    ...readObservations(fs.existsSync(kept('proof.ndjson')) ? fs.readFileSync(kept('proof.ndjson'), 'utf8') : ''),
    exitStatus: result.status,
    timedOut: result.timedOut,
    seconds: result.ms / 1000,
    records: readRecords(kept('stats.ndjson'), kept('guard.ndjson')),
    output: output.slice(-(64 << 10)),
    kept: files.root,
  };
}

function environmentOf(command: TestCommand, kept: (name: string) => string): NodeJS.ProcessEnv {
  const bin = path.dirname(command.python);
  const env: NodeJS.ProcessEnv = {
    // Sets in parametrised ids come in the same order on both sides of a comparison.
    PYTHONHASHSEED: '0',
    ...process.env,
    VIRTUAL_ENV: path.dirname(bin),
    PATH: [bin, process.env['PATH']].filter(Boolean).join(path.delimiter),
    PYTHONPYCACHEPREFIX: byteCodeFolder(),
    COVERAGE_FILE: kept('coverage'),
    FERRYMAN_STATS: kept('stats.ndjson'),
    ...command.env,
    FERRYMAN_PROOF: kept('proof.ndjson'),
    FERRYMAN_PROOF_TREE: fs.realpathSync(command.tree),
  };
  if (command.guard === true) env['FERRYMAN_GUARD'] = kept('guard.ndjson');
  delete env['PYTHONHOME'];
  delete env['PYTHONDONTWRITEBYTECODE']; // what is written goes to our folder, and the next run starts in half the time
  env['PYTHONPATH'] = [PLUGIN_FOLDER, ...(command.pythonPath ?? []), env['PYTHONPATH']]
    .filter(Boolean)
    .join(path.delimiter);
  return env;
}
