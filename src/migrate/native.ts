import type { Emit } from '../base/index.ts';
import { isBridged, type NativePlan, notBridged, type Plan, selectFunctions } from '../plan/index.ts';
import { carry } from './carry.ts';
import { withCheckout } from './checkout.ts';
import { withCopy } from './copy.ts';
import { nativeMessage } from './message.ts';
import { type Migrated, type MigrateOptions, migrate, planProject, takeBackUnfinished } from './migrate.ts';
import { readProject, step } from './read.ts';
import { checkReady, readRef, type Repository } from './repository.ts';
import { provenPlan } from './verify.ts';

/** What went native, after day one where that was still to do. */
export interface MigratedNative {
  readonly dayOne: Migrated | undefined;
  readonly plan: NativePlan;
  readonly carried: Migrated['carried'];
}

/** What would go native. `dayOne` is the plan that it builds on, where that is not written yet. */
export interface PlannedNative {
  readonly dayOne: Plan | undefined;
  readonly plan: NativePlan;
}

/**
 * Plans which of the selected functions go native. Reads only. Before day one that is planned first, and the rest on a
 * copy of the project with it. Throws what `planProject` and `makeNativePlan` throw.
 */
export async function planNative(
  root: string,
  selection: readonly string[],
  options: MigrateOptions,
  emit: Emit,
): Promise<PlannedNative> {
  const { program, knowledge } = await readProject(root, options, emit);
  selectFunctions(program, knowledge, selection);
  if (isBridged(program))
    return { dayOne: undefined, plan: await decide({ program, knowledge }, selection, options, emit) };
  const dayOne = await planProject(root, options, emit);
  return withCopy(root, program, dayOne, async (copy) => {
    const carried = await readProject(copy, options, emit);
    if (!isBridged(carried.program)) throw notBridged(dayOne.root);
    const plan = await decide(carried, selection, options, emit);
    return { dayOne, plan: { ...plan, root: dayOne.root } };
  });
}

/** Makes the selected functions native: one commit on a branch of its own, on top of day one. */
export async function migrateNative(
  root: string,
  selection: readonly string[],
  options: MigrateOptions,
  emit: Emit,
): Promise<MigratedNative> {
  await withCheckout(root, (checkout) => takeBackUnfinished(checkout, emit));
  const before = await readProject(root, options, emit);
  // A name that nothing has is told before day one is written.
  selectFunctions(before.program, before.knowledge, selection);
  const { branch, ...rest } = options;
  const dayOne = isBridged(before.program) ? undefined : await migrate(root, rest, emit);
  return withCheckout(root, async ({ repository, files }) => {
    await checkReady(repository);
    const { program, knowledge } = dayOne ? await readProject(repository.root, options, emit) : before;
    const plan = await decide({ program, knowledge }, selection, options, emit);
    if (plan.files.length === 0) return { dayOne, plan, carried: undefined };
    const wave = await nextWave(repository);
    const name = branch ?? `ferryman/native-${wave}`;
    const carried = await step(emit, 'write', `Writing ${plan.files.length} files to ${name}`, () =>
      carry(repository, files, plan.files, { branch: name, message: nativeMessage(plan, selection), wave }, emit),
    );
    return { dayOne, plan, carried };
  });
}

type Project = Awaited<ReturnType<typeof readProject>>;

function decide(
  { program, knowledge }: Project,
  selection: readonly string[],
  { types }: MigrateOptions,
  emit: Emit,
): Promise<NativePlan> {
  const see = types && program.typedBy !== undefined ? { ...types, emit } : undefined;
  return step(emit, 'flips', 'Deciding what goes native', () => provenPlan(program, knowledge, selection, see));
}

/** The first number that no branch has yet. */
async function nextWave(repository: Repository): Promise<number> {
  let wave = 1;
  while ((await readRef(repository, `refs/heads/ferryman/native-${wave}`)) !== undefined) wave += 1;
  return wave;
}
