import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { openTemporaryRoot, run } from '../../src/base/index.ts';
import { readGroups } from './blocking.ts';
import { peersFolder } from './environment.ts';

/** Lines with what is due there, of one folder of cases. Keys are `case/file.py:line`. */
interface Marked {
  readonly name: string;
  readonly root: string;
  readonly due: ReadonlySet<string>;
  readonly fine: ReadonlySet<string>;
}

interface Peer {
  readonly name: string;
  readonly version: string;
  readonly how: string;
  /** Every `case/file.py:line` it says something about; a chain's places count too. */
  read(marked: Marked): Promise<ReadonlySet<string>>;
}

/** What other tools say of the same lines. */
export async function measurePeers(): Promise<string> {
  const bin = await peersFolder();
  const groups = [...readGroups().map(({ name, root, marks }) => marked(name, root, marks)), forgottenLines()];
  const rows: string[] = [];
  for (const peer of await peersOf(bin)) {
    rows.push(`${peer.name} ${peer.version}  (${peer.how})`);
    for (const group of groups) {
      const lines = await peer.read(group);
      const found = [...group.due].filter((line) => lines.has(line)).length;
      const wrong = [...group.fine].filter((line) => lines.has(line)).length;
      rows.push(
        `  ${group.name.padEnd(18)} found ${found} of ${group.due.size}, missed ${group.due.size - found}, false ${wrong}`,
      );
    }
  }
  return rows.join('\n');
}

function marked(name: string, root: string, marks: ReadonlyMap<string, string>): Marked {
  const of = (mark: string) => new Set([...marks].filter(([, each]) => each === mark).map(([line]) => line));
  return { name: `blocking, ${name}`, root, due: of('blocks'), fine: of('fine') };
}

function forgottenLines(): Marked {
  const root = path.join(import.meta.dirname, 'cases', 'forgotten');
  const due = new Set<string>();
  const fine = new Set<string>();
  for (const file of fs.globSync('**/*.py', { cwd: root })) {
    const lines = fs.readFileSync(path.join(root, file), 'utf8').split('\n');
    for (const [at, line] of lines.entries()) {
      if (/# forgotten: /u.test(line)) due.add(`${file}:${at + 1}`);
      else if (line.endsWith('# fine')) fine.add(`${file}:${at + 1}`);
    }
  }
  return { name: 'forgotten awaits', root, due, fine };
}

async function peersOf(bin: string): Promise<readonly Peer[]> {
  const program = (name: string) => path.join(bin, name);
  const say = async (cwd: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const options = { cwd, timeoutMs: 300_000, env: { ...process.env, NO_COLOR: '1', ...env } };
    const { stdout } = await run(command, args, options);
    return stdout.split('\n');
  };
  const version = async (name: string) => (await say('/', program(name), ['--version'])).join(' ');
  const number = (text: string) => /\d+\.\d+[\d.]*/u.exec(text)?.[0] ?? 'unknown version';
  const installed = async (name: string) =>
    number(
      (await say('/', program('python'), ['-c', `import importlib.metadata as m; print(m.version("${name}"))`])).join(
        ' ',
      ),
    );
  const pyright = createRequire(import.meta.url).resolve('pyright/package.json');
  const names =
    '^(sleep|pause|urlopen|get|post|put|head|request|run|call|check_output|system|popen|open|connect|execute|recv|sendall|acquire|join|wait|result|input|read_text|write_bytes)$';
  return [
    {
      name: 'flake8-async',
      version: await installed('flake8-async'),
      how: '--select ASYNC2',
      read: async ({ root }) => placesIn(await say(root, program('flake8'), ['--isolated', '--select=ASYNC2', '.'])),
    },
    {
      name: 'ruff',
      version: number(await version('ruff')),
      how: '--preview --select ASYNC2,RUF006',
      read: async ({ root }) =>
        placesIn(
          await say(root, program('ruff'), [
            'check',
            '--isolated',
            '--no-cache',
            '--preview',
            '--select=ASYNC2,RUF006',
            '--output-format=concise',
            '.',
          ]),
        ),
    },
    {
      name: 'ty-async',
      version: await installed('ty-async'),
      how: '--async200-stdlib --async200-transitive, patterns for requests and httpx',
      read: async ({ root }) =>
        placesIn(
          await say(root, program('ty-async'), [
            '--async200-stdlib',
            '--async200-transitive',
            '--async200-blocking-calls=requests.*->x,httpx.get->x',
            '.',
          ]),
        ),
    },
    {
      name: 'pylint-blocking-calls',
      version: `${await installed('pylint-blocking-calls')} on pylint ${await installed('pylint')}`,
      how: `BLOCKING_FUNCTION_NAMES="${names}"`,
      read: async ({ root }) => {
        const files = fs.globSync('**/*.py', { cwd: root }).sort();
        const options = [
          '--rcfile=/dev/null',
          '--disable=all',
          '--load-plugins=pylint_blocking_calls',
          '--enable=blocking-call',
        ];
        return placesIn(await say(root, program('pylint'), [...options, ...files], { BLOCKING_FUNCTION_NAMES: names }));
      },
    },
    {
      name: 'mypy',
      version: await installed('mypy'),
      how: '--strict, unused-awaitable, truthy-bool; what speaks of coroutines',
      read: async ({ root }) => {
        const found = new Set<string>();
        using cache = openTemporaryRoot('mypy-');
        for (const name of fs.readdirSync(root).sort()) {
          const options = [
            '--strict',
            '--enable-error-code=unused-awaitable',
            '--enable-error-code=truthy-bool',
            '--ignore-missing-imports',
            `--cache-dir=${cache.root}`,
          ];
          const lines = await say(path.join(root, name), program('mypy'), [...options, '.']);
          for (const place of placesIn(lines.filter(aboutCoroutines))) found.add(`${name}/${place}`);
        }
        return found;
      },
    },
    {
      name: 'pyright',
      version: (JSON.parse(fs.readFileSync(pyright, 'utf8')) as { version: string }).version,
      how: 'strict; what speaks of coroutines',
      read: async ({ root }) => {
        using folder = openTemporaryRoot('pyright-');
        const include = path.relative(fs.realpathSync(folder.root), root); // it ignores absolute ones
        const executionEnvironments = fs.readdirSync(root).map((name) => ({ root: path.join(include, name) }));
        const settings = { include: [include], typeCheckingMode: 'strict', executionEnvironments };
        folder.write('pyrightconfig.json', JSON.stringify(settings));
        const entry = path.join(path.dirname(pyright), 'index.js');
        const args = [entry, '--project', folder.root, '--pythonpath', program('python')];
        const lines = await say(folder.root, process.execPath, args);
        return placesIn(lines.filter(aboutCoroutines).map((line) => line.trim().replace(`${root}/`, '')));
      },
    },
  ];
}

function aboutCoroutines(line: string): boolean {
  return /coroutine|awaitable|unused-awaitable/iu.test(line) && !/: note:/u.test(line);
}

/** `file.py:12` wherever it stands in a line: a chain names the place at its end. */
function placesIn(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap((line) =>
      [...line.matchAll(/([\w./-]+\.py):(\d+)/gu)].map(
        ([, file = '', at = '']) => `${file.replace(/^\.\//u, '')}:${at}`,
      ),
    ),
  );
}
