import * as path from 'node:path';
import { columns } from '../columns.ts';
import { must, tools } from '../corpus/machine.ts';
import { type Measured, verdicts } from './targets.ts';
import { median, quantile } from '../statistics.ts';

const USAGE = `npm run bench -- bridge [--rounds N] [--milliseconds N]

What one call across the colours costs, Ferryman's beside others', in interleaved rounds (default 25) of so many
milliseconds for each case (default 8), on asyncio and on uvloop.`;

const LOOPS = ['asyncio', 'uvloop'] as const;

/** Print the table and the targets; 1 when one is missed. */
export async function main(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  const results = new Map<string, Measured>();
  for (const loop of LOOPS) results.set(loop, await measure(loop, options));
  const first = results.get('asyncio');
  if (first === undefined) return 1;
  const versions = Object.entries(first.versions).map(([name, version]) => `${name} ${version}`);
  console.log(`Python ${first.python}; ${versions.join(', ')}`);
  console.log(`${options.rounds} rounds; us for one call: median (quarter to three quarters of the rounds)\n`);
  const head = ['', ...LOOPS];
  const rows = Object.keys(first.microseconds).map((name) => [
    name,
    ...LOOPS.map((loop) => show(results.get(loop)?.microseconds[name] ?? [])),
  ]);
  console.log(`${columns([head, ...rows], 1)}\n`);
  let met = true;
  for (const loop of LOOPS) {
    for (const { text, isMet } of verdicts(results.get(loop)?.microseconds ?? {})) {
      met &&= isMet;
      console.log(`${isMet ? 'met    ' : 'not met'}  ${loop.padEnd(7)}  ${text}`);
    }
  }
  return met ? 0 : 1;
}

async function measure(loop: string, { rounds, milliseconds }: Options): Promise<Measured> {
  const args = ['measure.py', loop, String(rounds), String(milliseconds)];
  const ended = await must(`Measuring on ${loop}`, tools().python, args, {
    cwd: path.join(import.meta.dirname),
    env: { ...process.env, FERRYMAN: 'bridged', PYTHONDONTWRITEBYTECODE: '1' },
    timeoutMs: 60_000 + rounds * milliseconds * 200,
  });
  return JSON.parse(ended.stdout) as Measured;
}

function show(rounds: readonly number[]): string {
  const figure = (us: number) => us.toFixed(us < 100 ? 2 : 0);
  return `${figure(median(rounds))} (${figure(quantile(rounds, 0.25))} to ${figure(quantile(rounds, 0.75))})`;
}

interface Options {
  readonly rounds: number;
  readonly milliseconds: number;
}

function readArguments(args: readonly string[]): Options | undefined {
  const options = { rounds: 25, milliseconds: 8 };
  for (let index = 0; index < args.length; index += 2) {
    const value = Number(args[index + 1]);
    if (!(value > 0)) return undefined;
    if (args[index] === '--rounds') options.rounds = Math.ceil(value);
    else if (args[index] === '--milliseconds') options.milliseconds = value;
    else return undefined;
  }
  return options;
}
