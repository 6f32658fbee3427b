import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { openCache, openRoot, openTemporaryRoot } from '../../src/base/index.ts';
import { peersFolder } from '../audit/environment.ts';
import { columns } from '../columns.ts';
import { CHECKOUT, must } from '../corpus/machine.ts';
import { readManifest } from '../corpus/manifest.ts';

const USAGE = `npm run bench -- speed [--no-peers] [FOLDER...]

How fast an audit by syntax is, each time in a process of its own that has done nothing before: thousands of lines a second
by stage; then the command \`ferryman audit\` cold, again (from its cache), and after one file was changed. Default: the
applications of the corpus that are laid out, the standard library of the peers' Python, and the site-packages of the
largest of those applications. Beside them, on the same files in the same run: parsing by one thread of this program, by
CPython's ast and by LibCST (every twentieth file, with scopes), and \`ruff check --select ASYNC\`.`;

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
  for (const { name, root } of folders.length > 0 ? folders.map(named) : await subjects()) {
    const whole = await measured('audit.ts', root).catch((error: unknown) => {
      say(`\n${name}: it did not end. ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    });
    if (whole === undefined) continue;
    const thousands = whole.lines / 1000;
    const total = together(whole.stages);
    say(`\n${name}: ${thousands.toFixed(1)} kLOC in ${whole.files.length} files`);
    say(table(whole.stages, thousands));
    say(
      `whole audit ${seconds(total.ms)} s, ${rate(thousands, total.ms)} kLOC/s (to reach: ${TARGET}); ` +
        `${Math.round(whole.rssBytes / 2 ** 20)} MiB`,
    );
    for (const line of await commands(root, thousands)) say(line);
    const reading = await measured('reading.ts', root);
    say('the same files read by one thread');
    say(table(reading.stages, thousands));
    if (!args.includes('--no-peers'))
      for (const line of await peers(root, whole, total.ms, together(reading.stages).ms)) say(line);
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

async function subjects(): Promise<readonly { readonly name: string; readonly root: string }[]> {
  const cache = openCache('corpus');
  const apps = readManifest()
    .map((app) => ({ name: app.id, root: path.join(cache.root, app.id, 'tree', app.root) }))
    .filter(({ root }) => fs.existsSync(root));
  const python = path.join(await peersFolder(), 'python');
  const ask = ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib")); print(sysconfig.get_path("purelib"))'];
  const { stdout } = await must('Asking for folders', python, ask, { cwd: CHECKOUT });
  const [stdlib = '', packages = ''] = stdout.split('\n');
  return [...apps, { name: 'standard library', root: stdlib }, { name: "the peers' site-packages", root: packages }];
}

async function measured(program: string, root: string): Promise<Measured> {
  const args = [...largeHeap, path.join(import.meta.dirname, program), root];
  const { stdout } = await must(`Measuring ${root}`, process.execPath, args, { cwd: CHECKOUT, timeoutMs: longest });
  return JSON.parse(stdout) as Measured;
}

/** What a run may take before it is said not to end. */
const longest = 1_200_000;
const largeHeap = ['--max-old-space-size=12000'];

/** The command as users run it: cold, once more, and after a line was added to one file; on a copy, with a cache of its own. */
async function commands(root: string, thousands: number): Promise<readonly string[]> {
  using files = openTemporaryRoot('ferryman-speed-');
  const copy = path.join(files.root, 'project');
  fs.cpSync(root, copy, { recursive: true, filter: (file) => !/\/(?:\.git|__pycache__)$/u.test(file) });
  const [changed] = listPython(copy);
  const env = { ...process.env, XDG_CACHE_HOME: files.makeFolder('cache') };
  const args = [...largeHeap, path.join(import.meta.dirname, 'command.ts'), copy];
  const rows: string[][] = [['  ferryman audit', 's', 'CPU s', 'kLOC/s', 'MiB']];
  for (const name of ['cold', 'again', 'after one file changed']) {
    if (name.startsWith('after') && changed !== undefined) fs.appendFileSync(changed, '\nferryman_was_here = 1\n');
    const { stdout } = await must(name, process.execPath, args, { cwd: CHECKOUT, env, timeoutMs: longest });
    const { ms, cpuMs, rssBytes } = JSON.parse(stdout) as Omit<Stage, 'name'> & Pick<Measured, 'rssBytes'>;
    const mebibytes = String(Math.round(rssBytes / 2 ** 20));
    rows.push([`  ${name}`, seconds(ms), seconds(cpuMs), rate(thousands, ms), mebibytes]);
  }
  return [columns(rows, 1)];
}

function listPython(root: string): readonly string[] {
  const entries = fs.readdirSync(root, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.py'));
  return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
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

/** What others make of the same files; how many times faster the whole audit is than LibCST's parsing with scopes. */
async function peers(root: string, whole: Measured, audit: number, reading: number): Promise<readonly string[]> {
  const { files } = whole;
  const folder = await peersFolder();
  const options = { cwd: root, timeoutMs: longest };
  const ask = async (how: string, asked: readonly string[]) => {
    const script = [path.join(import.meta.dirname, 'peers.py'), how];
    const python = path.join(folder, 'python');
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
    const perSecond = peer.lines / peer.seconds;
    const times = (ms: number) => (whole.lines / (ms / 1000) / perSecond).toFixed(1);
    const ours = how === 'libcst-scopes' ? `; the audit is ${times(audit)} times as fast (to reach: 50)` : '';
    lines.push(
      `  ${how} ${peer.version}: ${(perSecond / 1000).toFixed(1)} kLOC/s (${(peer.lines / 1000).toFixed(1)} kLOC)${ours}`,
    );
  }
  const ruff = path.join(folder, 'ruff');
  const { stdout: version } = await must('ruff', ruff, ['--version'], options);
  const args = ['check', '--select', 'ASYNC', '--no-cache', '--isolated', '--quiet', '--exit-zero', root];
  const { ms } = await must('ruff', ruff, args, options);
  lines.push(`  ${version.trim()} check --select ASYNC, all threads: ${rate(whole.lines / 1000, ms)} kLOC/s`);
  return [`peers, one thread where nothing else is said (reading takes ours ${seconds(reading)} s)`, ...lines];
}
