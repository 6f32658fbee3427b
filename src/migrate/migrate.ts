import type { Emit } from '../base/index.ts';
import { judgeEndpoints } from '../colour/index.ts';
import { type Installed, makePlan, type Plan } from '../plan/index.ts';
import { carry } from './carry.ts';
import { type Checkout, withCheckout } from './checkout.ts';
import { dayOneMessage } from './message.ts';
import { type ReadOptions, readProject, step } from './read.ts';
import { checkReady } from './repository.ts';
import { takeBack } from './rollback.ts';
import { lastStanding } from './state.ts';

export interface MigrateOptions extends ReadOptions {
  /** Name of the branch to make. Default `ferryman/day-one`. */
  readonly branch?: string;
  /** Versions of the packages in the application's environment, where they are known. */
  readonly installed?: Installed;
}

/** What a migration did. `carried` is undefined when there was nothing left to change. */
export interface Migrated {
  readonly plan: Plan;
  readonly carried: { readonly run: string; readonly branch: string; readonly commit: string } | undefined;
}

/** Makes the plan of day one for the project in `root`. Reads only; needs no git. Throws what `makePlan` throws. */
export async function planProject(root: string, options: MigrateOptions, emit: Emit): Promise<Plan> {
  const { program, knowledge } = await readProject(root, options, emit);
  const verdicts = await step(emit, 'judge', 'Judging the endpoints', () => judgeEndpoints(program, knowledge));
  const { installed } = options;
  return step(emit, 'plan', 'Planning the changes', () =>
    makePlan(program, verdicts, knowledge, installed === undefined ? {} : { installed }),
  );
}

/**
 * Carries the project in `root` onto the loop: one commit on a branch of its own. A run that was interrupted before is
 * taken back first; a second run changes nothing. On any error the tree is exactly as it was.
 */
export function migrate(root: string, options: MigrateOptions, emit: Emit): Promise<Migrated> {
  return withCheckout(root, async (checkout) => {
    const { repository, files } = checkout;
    await takeBackUnfinished(checkout, emit);
    await checkReady(repository);
    const plan = await planProject(repository.root, options, emit);
    if (plan.files.length === 0) return { plan, carried: undefined };
    const branch = options.branch ?? 'ferryman/day-one';
    const carried = await step(emit, 'write', `Writing ${plan.files.length} files to ${branch}`, () =>
      carry(repository, files, plan.files, { branch, message: dayOneMessage(plan) }, emit),
    );
    return { plan, carried };
  });
}

/** Takes a run back that was interrupted, so that the tree is what it was before it. */
export async function takeBackUnfinished({ repository, files }: Checkout, emit: Emit): Promise<void> {
  const unfinished = lastStanding(files);
  if (unfinished === undefined || unfinished.state === 'done') return;
  emit({ kind: 'note', level: 'warning', text: `Run ${unfinished.run} was interrupted; it is taken back first.` });
  await takeBack(repository, files);
}
