import { type Emit, FerryError } from '../base/index.ts';
import { withCheckout } from './checkout.ts';
import { type TakenBack, takeBack } from './rollback.ts';

/**
 * Takes Ferryman's last run in this checkout back, finished or killed at any point. Throws `FERRY_NOTHING_TO_ROLL_BACK`,
 * and what `takeBack` throws when somebody has worked on top.
 */
export async function rollback(root: string, emit: Emit): Promise<TakenBack> {
  const started = performance.now();
  emit({ kind: 'step', id: 'rollback', title: 'Taking the last run back' });
  const taken = await withCheckout(root, ({ repository, files }) => takeBack(repository, files));
  if (!taken) {
    throw new FerryError({
      code: 'FERRY_NOTHING_TO_ROLL_BACK',
      message: 'Ferryman has not changed anything in this checkout',
      where: root,
      next: 'Run it in the folder that `ferryman migrate` was run in.',
      exitCode: 2,
    });
  }
  emit({ kind: 'done', id: 'rollback', title: 'Every byte is back', ms: performance.now() - started });
  return taken;
}
