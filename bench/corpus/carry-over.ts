import { FerryError, type FileSystemRoot } from '../../src/base/index.ts';
import type { Environment } from './environments.ts';
import type { Application } from './manifest.ts';
import type { Carrying } from './row.ts';

/** Migrate the application in its tree and install what it needs from now on. */
export async function carryOver(app: Application, _tree: FileSystemRoot, _environment: Environment): Promise<Carrying> {
  throw new FerryError({
    code: 'FERRY_NOT_YET',
    message: `${app.id} cannot be carried over by this version`,
    next: 'Use --before-only.',
    exitCode: 1,
  });
}
