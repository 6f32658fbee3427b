import * as path from 'node:path';
import { type Emit, FerryError } from '../../base/index.ts';
import type { SeeOptions } from '../../program/index.ts';
import { type CommandResult, defineCommand } from '../command.ts';
import { paintDiff } from '../diff.ts';
import { goNative, selectionOf } from '../native/command.ts';
import { planData, renderPlan } from '../render-plan.ts';
import type { Paint } from '../terminal.ts';
import { TYPE_DETAILS, TYPE_OPTIONS, typeChoice } from '../types.ts';
import { wrap } from '../wrap.ts';

export const migrate = defineCommand(
  {
    name: 'migrate',
    summary: 'Moves the application onto the event loop: one commit on a branch of its own',
    details: [
      'Changes a few set-up lines (the engine, the application, dependency files, test set-up); handlers, services and models stay as they are. Endpoints that may block stay in threads, and it says why. The work tree has to be clean. `ferryman rollback` restores every byte.',
      'With `--native` functions become asynchronous, one commit for each run, in any order and any amount: what calls them awaits them, or reaches them through `wait(...)` where it cannot. Tests keep their text but for that one word. Before day one, day one is done first.',
      `The environment also says which versions the application has. ${TYPE_DETAILS}`,
    ],
    options: {
      dryRun: { kind: 'flag', help: 'Print one unified diff, change nothing' },
      native: {
        kind: 'text',
        value: 'what',
        help: 'Make functions native: all, or module:function, a module, "GET /path"; several with commas',
      },
      explain: { kind: 'text', value: 'function', help: 'With --native: why a function goes native, or stays' },
      branch: {
        kind: 'text',
        value: 'name',
        help: 'The branch to make (default: ferryman/day-one, ferryman/native-N)',
      },
      ...TYPE_OPTIONS,
    },
    examples: [
      ['ferryman migrate --dry-run', 'see it first; the diff is on standard output'],
      ['ferryman migrate', 'commit it on branch ferryman/day-one'],
      ['ferryman migrate services/booking --branch on-the-loop', 'a project in a folder of its repository'],
      ['ferryman migrate --native all --dry-run', 'what would become asynchronous, and what would stay'],
      ['ferryman migrate --native "GET /bookings/{id}"', 'one endpoint with all that it reaches'],
    ],
  },
  async (options, _rest, { root, config, emit }) => {
    const { native, explain, dryRun: isDry } = options;
    const selection = native === undefined ? undefined : selectionOf(native);
    if (selection === undefined && explain !== undefined) throw explainAlone();
    const branch = options.branch ?? config.branch;
    const installed = await versionsIn(root, options.python ?? config.python, emit);
    const types = typeChoice(root, options, config);
    const given = {
      knowledge: (config.knowledge ?? []).map((folder) => path.resolve(root, folder)),
      ...(branch === undefined ? {} : { branch }),
      ...(installed === undefined ? {} : { installed }),
      ...(types === undefined ? {} : { types }),
    };
    if (selection !== undefined) return goNative(root, selection, { ...given, isDry, explain }, emit);
    return isDry ? dryRun(root, given, emit) : carry(root, given, emit);
  },
);

function explainAlone(): FerryError {
  return new FerryError({
    code: 'FERRY_USAGE',
    message: '--explain says why functions go native, and nothing is to go native',
    next: 'Add --native all, or use `ferryman audit --explain` for blocking calls.',
    exitCode: 2,
  });
}

interface Given {
  readonly knowledge: readonly string[];
  readonly branch?: string;
  readonly installed?: ReadonlyMap<string, string>;
  readonly types?: SeeOptions;
}

async function dryRun(root: string, given: Given, emit: Emit): Promise<CommandResult> {
  const { planProject } = await import('../../migrate/index.ts');
  const { unifiedDiff } = await import('../../plan/index.ts');
  const plan = await planProject(root, given, emit);
  return {
    exitCode: plan.findings.some(({ applicability }) => applicability === 'refused') ? 1 : 0,
    data: { dryRun: true, ...planData(plan) },
    render: (paint, columns) => ({
      out: paintDiff(unifiedDiff(plan), paint),
      err: `${plan.files.length === 0 ? '' : '\n'}${renderPlan(plan, paint, columns)}`,
    }),
  };
}

async function carry(root: string, given: Given, emit: Emit): Promise<CommandResult> {
  const room = await import('../../migrate/index.ts');
  const { plan, carried } = await room.migrate(root, given, emit);
  return {
    exitCode: plan.findings.some(({ applicability }) => applicability === 'refused') ? 1 : 0,
    data: { dryRun: false, carried: carried ?? null, ...planData(plan) },
    render: (paint, columns) => ({
      out:
        carried === undefined
          ? 'Nothing is left to change: the application is on the loop already.\n'
          : [
              `Committed ${carried.commit.slice(0, 10)} on branch ${carried.branch}.`,
              '',
              renderPlan(plan, paint, columns),
              nextSteps(paint, columns),
            ].join('\n'),
    }),
  };
}

function nextSteps(paint: Paint, columns: number): string {
  const steps = [
    ['ferryman prove', 'runs its own tests before and after, and compares them'],
    ['ferryman rollback', 'takes everything back'],
    ['FERRYMAN=threaded', 'in the environment brings the threads back without a deployment of other code'],
  ] as const;
  return steps
    .map(([name, text]) => `${paint('bold', name.padEnd(17))}  ${wrap(text, columns, ' '.repeat(19))}\n`)
    .join('');
}

/** Versions of the packages in the application's environment, when it has one. */
async function versionsIn(
  root: string,
  named: string | undefined,
  emit: Emit,
): Promise<ReadonlyMap<string, string> | undefined> {
  const { askInterpreter, findEnvironment } = await import('../../prove/index.ts');
  const found = findEnvironment(root, named);
  if (found === undefined) {
    const text = 'No environment of the application was found, so its dependency files say which versions it has.';
    emit({ kind: 'note', level: 'info', text });
    return undefined;
  }
  const { packages } = await askInterpreter(found.python, root);
  return new Map(Object.entries(packages));
}
