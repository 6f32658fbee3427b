import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { ServerKind } from '../../src/semantics/index.ts';
import { loadPython } from '../../src/syntax/index.ts';
import { columns } from '../columns.ts';
import { CHECKOUT, tools } from '../corpus/machine.ts';
import { type Asked, askAll } from './ask.ts';
import { type Calls, callsIn } from './calls.ts';
import { type Relation, related, some } from './compare.ts';

const USAGE = `npm run bench -- semantics [FOLDER] [--python INTERPRETER] [--servers ty,pyrefly] [--every N] [--once] [--examples N]

Asks every language server that is installed for the definition of every callee in a folder (default: the ferry booking
example with this checkout's own environment), and prints how long it took, what was not answered, and where the servers
disagree. --every 10 asks a tenth of the calls, --once leaves out the rounds on a warm server.`;

const SERVERS: readonly ServerKind[] = ['pyright', 'ty', 'pyrefly'];

/** Print the figures. */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      python: { type: 'string' },
      servers: { type: 'string', default: 'pyright,ty,pyrefly' },
      once: { type: 'boolean', default: false },
      every: { type: 'string', default: '1' },
      examples: { type: 'string', default: '5' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true || positionals.length > 1) {
    console.error(USAGE);
    return 2;
  }
  const [folder = path.join(CHECKOUT, 'examples', 'ferry-booking')] = positionals;
  const python = values.python ?? (positionals.length === 0 ? tools().python : undefined);
  await loadPython();
  const all = callsIn(folder);
  const project = { ...all, calls: all.calls.filter((_, index) => index % Number(values.every) === 0) };
  console.log(
    `${path.basename(path.resolve(folder))}: ${project.texts.size} files, ${project.lines} lines, ${project.calls.length} of ${all.calls.length} calls`,
  );
  console.log(python === undefined ? 'no environment\n' : 'with its environment\n');
  const asked = new Map<ServerKind, Asked>();
  for (const server of SERVERS.filter((each) => values.servers.split(',').includes(each))) {
    const program = path.join(path.dirname(tools().python), server);
    if (server !== 'pyright' && !fs.existsSync(program)) {
      console.log(`${server} is not installed: npm run setup\n`);
      continue;
    }
    const options = { root: folder, server, program, ...(python === undefined ? {} : { python }) };
    asked.set(server, await askAll(options, project, values.once));
    console.error(`${server} has answered`);
  }
  console.log(`${speed(asked, project)}\n`);
  const pairs = [...asked.keys()].flatMap((first, index, all) =>
    all.slice(index + 1).map((second) => [first, second] as const),
  );
  console.log(`${agreement(asked, pairs, project)}\n`);
  for (const [first, second] of pairs) console.log(examples(first, second, asked, project, Number(values.examples)));
  return 0;
}

function speed(asked: ReadonlyMap<ServerKind, Asked>, { calls, lines }: Calls): string {
  const perCall = (ms: number | undefined) => (ms === undefined ? '-' : (ms / calls.length).toFixed(2));
  const head = [
    '',
    'start s',
    'cold ms/call',
    'warm',
    'changed',
    'cold kLOC/s',
    'CPU s',
    'MiB',
    'answered',
    'unanswered',
    'failed',
  ];
  const rows = [...asked].map(([server, { version, startMs, coldMs, warmMs, changedMs, use, callees, failures }]) => {
    const answered = callees.filter((each) => each !== undefined && each.length > 0).length;
    return [
      `${server} ${version}`,
      (startMs / 1000).toFixed(2),
      perCall(coldMs),
      perCall(warmMs),
      perCall(changedMs),
      (lines / (startMs + coldMs)).toFixed(1),
      String(use.cpuSeconds),
      String(use.memory),
      `${answered} (${percent(answered, calls.length)})`,
      String(calls.length - answered - failures.length),
      String(failures.length),
    ];
  });
  const failed = [...asked].flatMap(([server, { failures }]) =>
    some(failures, 3).map((each) => `  ${server}: ${each}`),
  );
  return [columns([head, ...rows], 1), ...failed].join('\n');
}

const RELATIONS: readonly Relation[] = ['same', 'overlap', 'different', 'only the first', 'only the second', 'neither'];

type Pair = readonly [ServerKind, ServerKind];

function agreement(asked: ReadonlyMap<ServerKind, Asked>, pairs: readonly Pair[], { calls }: Calls): string {
  const rows = pairs.map(([first, second]) => {
    const groups = groupsOf(asked, first, second, calls);
    return [`${first}, ${second}`, ...RELATIONS.map((kind) => percent(groups.get(kind)?.length ?? 0, calls.length))];
  });
  return columns([['first, second', ...RELATIONS], ...rows], 1);
}

function examples(
  first: ServerKind,
  second: ServerKind,
  asked: ReadonlyMap<ServerKind, Asked>,
  { calls }: Calls,
  count: number,
): string {
  const groups = groupsOf(asked, first, second, calls);
  const shown = (server: ServerKind, index: number) => asked.get(server)?.callees[index]?.join(' ') || '-';
  const parts = (['different', 'overlap', 'only the first', 'only the second', 'neither'] as const).flatMap((kind) => {
    const rows = some(groups.get(kind) ?? [], count).map((index) => {
      const call = calls[index];
      return `  ${call?.file}:${call?.line} ${call?.callee}\n    ${first}: ${shown(first, index)}\n    ${second}: ${shown(second, index)}`;
    });
    const title = kind.replace('the first', first).replace('the second', second);
    return rows.length === 0 ? [] : [`${first}, ${second}, ${title}:`, ...rows];
  });
  return `${parts.join('\n')}\n`;
}

function groupsOf(asked: ReadonlyMap<ServerKind, Asked>, first: ServerKind, second: ServerKind, calls: Calls['calls']) {
  const [one, other] = [asked.get(first), asked.get(second)];
  return one === undefined || other === undefined ? new Map<Relation, number[]>() : related(calls, one, other);
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
