import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { openCache, openRoot } from '../../src/base/index.ts';
import { peersFolder } from '../audit/environment.ts';
import { columns } from '../columns.ts';
import { CHECKOUT, must } from '../corpus/machine.ts';
import { readManifest } from '../corpus/manifest.ts';

const USAGE = `npm run bench -- speed [--no-peers] [FOLDER...]

How fast an audit by syntax is: thousands of lines a second by stage, each project once in a process of its own that has
done nothing before. Default: the applications of the corpus that are laid out. Then the parsing of the same files by one
thread of this program, by CPython's ast, and by LibCST (every twentieth file, with scopes).`;

const TARGET = 200;

interface Stage {
  readonly name: string;
  readonly ms: number;
  /** Of all threads, user and system. */
  readonly cpuMs: number;
}

interface Measured {
  readonly lines: number;
  readonly files: readonly string[];
  readonly stages: readonly Stage[];
  readonly rssBytes: number;
}

/** Print the figures. */
export async function main(args: string[]): Promise<number> {
  const folders = args.filter((arg) => arg !== '--no-peers');
  if (folders.some((arg) => arg.startsWith('-'))) {
    console.error(USAGE);
    return 2;
  }
  const said: string[] = [];
  const say = (text: string) => {
    console.log(text);
    said.push(text);
  };
  say(machine());
  for (const { name, root } of folders.length > 0 ? folders.map(named) : subjects()) {
    const whole = await measured('audit.ts', root);
    const thousands = whole.lines / 1000;
    const total = together(whole.stages);
    say(`\n${name}: ${thousands.toFixed(1)} kLOC in ${whole.files.length} files`);
    say(table(whole.stages, thousands));
    say(
      `whole audit ${seconds(total.ms)} s, ${rate(thousands, total.ms)} kLOC/s (to reach: ${TARGET}); ` +
        `${Math.round(whole.rssBytes / 2 ** 20)} MiB`,
    );
    const reading = await measured('reading.ts', root);
    say('the same files read by one thread');
    say(table(reading.stages, thousands));
    if (!args.includes('--no-peers'))
      for (const line of await peers(root, whole, together(reading.stages).ms)) say(line);
  }
  // Only a whole run is worth keeping.
  if (args.length === 0) openRoot(path.join(CHECKOUT, 'bench')).write('results/speed.txt', `${said.join('\n')}\n`);
  return 0;
}

function named(root: string) {
  return { name: path.basename(root), root: path.resolve(root) };
}

/** Load says how far walls can be trusted: the CPU's seconds do not wait for others. */
function machine(): string {
  const [load = 0] = os.loadavg();
  return `${os.availableParallelism()} CPUs (${os.cpus()[0]?.model ?? '?'}), Node ${process.versions.node}, load before ${load.toFixed(1)}`;
}

function subjects(): readonly { readonly name: string; readonly root: string }[] {
  const cache = openCache('corpus');
  return readManifest()
    .map((app) => ({ name: app.id, root: path.join(cache.root, app.id, 'tree', app.root) }))
    .filter(({ root }) => fs.existsSync(root));
}

async function measured(program: string, root: string): Promise<Measured> {
  const args = [path.join(import.meta.dirname, program), root];
  const { stdout } = await must(`Measuring ${root}`, process.execPath, args, { cwd: CHECKOUT });
  return JSON.parse(stdout) as Measured;
}

const seconds = (ms: number) => (ms / 1000).toFixed(2);
const rate = (thousands: number, ms: number) => ((1000 * thousands) / ms).toFixed(0);

function together(stages: readonly Stage[]): Stage {
  const sum = (of: (stage: Stage) => number) => stages.reduce((all, stage) => all + of(stage), 0);
  return { name: 'together', ms: sum(({ ms }) => ms), cpuMs: sum(({ cpuMs }) => cpuMs) };
}

function table(stages: readonly Stage[], thousands: number): string {
  const row = ({ name, ms, cpuMs }: Stage) => [`  ${name}`, seconds(ms), seconds(cpuMs), rate(thousands, ms)];
  return columns([['  stage', 's', 'CPU s', 'kLOC/s'], ...stages.map(row), row(together(stages))], 1);
}

/** What others make of the same files: seconds of parsing, and how many times that is of ours. */
async function peers(root: string, { files }: Measured, ours: number): Promise<readonly string[]> {
  const python = path.join(await peersFolder(), 'python');
  const options = { cwd: root, timeoutMs: 1_200_000 };
  const ask = async (how: string, asked: readonly string[]) => {
    const script = [path.join(import.meta.dirname, 'peers.py'), how];
    const { stdout } = await must(how, python, script, { ...options, input: JSON.stringify(asked) });
    return JSON.parse(stdout) as { readonly version: string; readonly seconds: number; readonly lines: number };
  };
  const sample = files.filter((_, at) => at % 20 === 0);
  const lines: string[] = [];
  for (const [how, asked] of [
    ['ast', files],
    ['libcst', sample],
    ['libcst-scopes', sample],
  ] as const) {
    const peer = await ask(how, asked);
    const perSecond = peer.lines / peer.seconds / 1000;
    lines.push(`  ${how} ${peer.version}: ${perSecond.toFixed(1)} kLOC/s (${(peer.lines / 1000).toFixed(1)} kLOC)`);
  }
  return [`peers, one thread (ours takes ${seconds(ours)} s)`, ...lines];
}
