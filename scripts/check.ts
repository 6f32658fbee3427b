// npm test: every stage, live, and one plain closing line. `npm test -- types lint` runs some of them.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../src/base/index.ts';
import { type Counts, countJunit, countTable, countVitest, sum } from './check/counts.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const reports = path.join(root, '.cache', 'check');
const binaries = path.join(root, 'node_modules', '.bin');
const MINUTE = 60_000;

interface Stage {
  readonly id: string;
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  /** Whether its output is worth reading while it runs, or only when it failed. */
  readonly live: boolean;
  /** Counts of a stage that ran to its end; without it the stage is one test. */
  readonly count?: (output: string) => Counts;
  readonly env?: Readonly<Record<string, string>>;
}

const node = (script: string, ...args: string[]) => ({ program: process.execPath, args: [script, ...args] });
const tool = (name: string, ...args: string[]) => ({ program: path.join(binaries, name), args });
const report = (name: string) => path.join(reports, name);

const STAGES: readonly Stage[] = [
  {
    id: 'generated',
    title: 'generated files are fresh',
    ...node('scripts/generate.ts', '--check'),
    timeoutMs: 2 * MINUTE,
    live: false,
  },
  { id: 'types', title: 'types', ...tool('tsc', '--noEmit'), timeoutMs: 3 * MINUTE, live: false },
  { id: 'lint', title: 'lint', ...tool('oxlint', '--type-aware'), timeoutMs: 3 * MINUTE, live: false },
  { id: 'format', title: 'format', ...tool('biome', 'format', '.'), timeoutMs: MINUTE, live: false },
  { id: 'unused', title: 'nothing unused', ...tool('knip', '--no-progress'), timeoutMs: 2 * MINUTE, live: false },
  {
    id: 'vitest',
    title: 'unit tests, recipe pages, fences',
    ...tool('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile=${report('vitest.json')}`),
    timeoutMs: 12 * MINUTE,
    live: true,
    count: () => countVitest(fs.readFileSync(report('vitest.json'), 'utf8')),
    env: { NO_COLOR: '1' },
  },
  {
    id: 'runtime',
    title: 'runtime package',
    program: path.join(root, '.venv', 'bin', 'python'),
    args: [
      '-m',
      'pytest',
      '-c',
      'runtime/pyproject.toml',
      'runtime/tests',
      '-q',
      `--junitxml=${report('runtime.xml')}`,
    ],
    timeoutMs: 8 * MINUTE,
    live: true,
    count: () => countJunit(fs.readFileSync(report('runtime.xml'), 'utf8')),
  },
  {
    id: 'matrix',
    title: 'runtime package on old and new Pythons',
    program: path.join(root, '.venv', 'bin', 'python'),
    args: ['runtime/tests/matrix.py', '--quick'],
    timeoutMs: 15 * MINUTE,
    live: true,
    count: countTable,
  },
  {
    id: 'corpus',
    title: 'fast corpus',
    ...node('bench/corpus/main.ts', '--fast'),
    timeoutMs: 20 * MINUTE,
    live: true,
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => !STAGES.some((stage) => stage.id === id));
if (unknown.length > 0) {
  console.error(`check: no stage ${unknown.join(', ')}; the stages are ${STAGES.map(({ id }) => id).join(', ')}`);
  process.exit(2);
}

const stop = new AbortController();
process.on('SIGINT', () => stop.abort());
process.on('SIGTERM', () => stop.abort());

fs.rmSync(reports, { recursive: true, force: true });
fs.mkdirSync(reports, { recursive: true });
const counts: Counts[] = [];
for (const stage of STAGES) {
  if (stop.signal.aborted) break;
  if (wanted.length === 0 || wanted.includes(stage.id)) counts.push(await runStage(stage));
}
const total = sum(counts);
if (stop.signal.aborted) console.log('check: interrupted');
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 || stop.signal.aborted || total.passed === 0 ? 1 : 0;

async function runStage(stage: Stage): Promise<Counts> {
  console.log(`\n== ${stage.title}`);
  const result = await run(stage.program, stage.args, {
    cwd: root,
    env: { ...process.env, PATH: `${binaries}${path.delimiter}${process.env['PATH'] ?? ''}`, ...stage.env },
    timeoutMs: stage.timeoutMs,
    signal: stop.signal,
    ...(stage.live ? { onOutput: (text: string) => void process.stdout.write(text) } : {}),
  });
  const ok = result.status === 0 && !result.timedOut;
  if (!ok && !stage.live) process.stdout.write(result.stdout + result.stderr);
  if (result.timedOut) console.log(`check: ${stage.title} was stopped after ${stage.timeoutMs / MINUTE} minutes`);
  const counted = tally(stage, ok, result.stdout);
  console.log(
    `== ${ok ? 'ok' : 'FAILED'} ${stage.title}: ${counted.passed} passed, ${counted.failed} failed (${(result.ms / 1000).toFixed(1)} s)`,
  );
  return counted;
}

/** A stage that failed counts at least one failure, whatever its report says. */
function tally(stage: Stage, ok: boolean, output: string): Counts {
  const plain: Counts = { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  if (stage.count === undefined) return plain;
  try {
    const counted = stage.count(output);
    return ok ? counted : { ...counted, failed: Math.max(1, counted.failed) };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
