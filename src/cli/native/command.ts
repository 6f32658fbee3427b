import { type Emit, FerryError } from '../../base/index.ts';
import type { MigrateOptions } from '../../migrate/index.ts';
import type { NativePlan, Plan } from '../../plan/index.ts';
import type { CommandResult } from '../command.ts';
import { paintDiff } from '../diff.ts';
import { planData } from '../render-plan.ts';
import { explained, renderNative } from './render.ts';

interface Given extends MigrateOptions {
  readonly isDry: boolean;
  readonly explain: string | undefined;
}

/** What `--native` names: several with commas. Throws `FERRY_USAGE` when it names nothing. */
export function selectionOf(what: string): readonly string[] {
  const selection = what
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  // `--native --dry-run`: the next option is no name.
  if (selection.length === 0 || selection.some((item) => item.startsWith('-'))) throw nothingNamed();
  return selection;
}

/** `migrate --native`: plans it, or does it. */
export async function goNative(
  root: string,
  selection: readonly string[],
  given: Given,
  emit: Emit,
): Promise<CommandResult> {
  const { isDry, explain, ...options } = given;
  const room = await import('../../migrate/index.ts');
  if (!isDry && explain === undefined) {
    const { dayOne, plan, carried } = await room.migrateNative(root, selection, options, emit);
    const first = dayOne?.carried ? `Day one: committed ${commitOf(dayOne.carried)}.\n` : '';
    const head = carried ? `Committed ${commitOf(carried)}.` : 'Nothing is left to make native there.';
    return {
      exitCode: 0,
      data: { dryRun: false, carried: carried ?? null, dayOne: dayOne?.carried ?? null, ...nativeData(plan) },
      render: (paint, columns) => ({ out: `${first}${head}\n\n${renderNative(plan, paint, columns)}` }),
    };
  }
  const { dayOne, plan } = await room.planNative(root, selection, options, emit);
  const { unifiedDiff } = await import('../../plan/index.ts');
  return {
    exitCode: 0,
    data: { dryRun: true, dayOne: dayOne === undefined ? null : planData(dayOne), ...nativeData(plan) },
    render(paint, columns) {
      if (explain !== undefined) return { out: explained(plan, explain, paint, columns) };
      const diff = [...(dayOne === undefined ? [] : [unifiedDiff(dayOne)]), unifiedDiff(plan)].join('');
      const files = dayOne?.files.length ?? 0;
      const first = files === 0 ? '' : `Day one comes first: ${files} ${files === 1 ? 'file' : 'files'}.\n`;
      return { out: paintDiff(diff, paint), err: `\n${first}${renderNative(plan, paint, columns)}` };
    },
  };
}

const commitOf = ({ commit, branch }: { readonly commit: string; readonly branch: string }) =>
  `${commit.slice(0, 10)} on branch ${branch}`;

function nativeData(plan: NativePlan): Readonly<Record<string, unknown>> {
  const { endpoints: _none, ...rest } = planData(plan satisfies Plan);
  return { ...rest, flips: plan.flips, remaining: plan.remaining };
}

function nothingNamed(): FerryError {
  return new FerryError({
    code: 'FERRY_USAGE',
    message: '--native names nothing',
    next: 'Say --native all, or name a function, a module or an endpoint.',
    exitCode: 2,
  });
}
