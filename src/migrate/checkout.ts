import { type FileSystemRoot, openRoot } from '../base/index.ts';
import { acquireLock } from './lock.ts';
import { checkStateUntracked, openRepository, type Repository } from './repository.ts';
import { forgetState, hideState } from './state.ts';

/** A git work tree that is ours until `work` ends. */
export interface Checkout {
  readonly repository: Repository;
  /** The project's root, the one place that may be written to. */
  readonly files: FileSystemRoot;
}

/** Runs `work` with the checkout's lock held; when it refuses, the tree is exactly as it was. */
export async function withCheckout<T>(root: string, work: (checkout: Checkout) => Promise<T>): Promise<T> {
  const repository = await openRepository(root);
  await checkStateUntracked(repository);
  const files = openRoot(repository.root);
  const lock = await acquireLock(files);
  try {
    hideState(repository);
    return await work({ repository, files });
  } finally {
    lock.release();
    forgetState(repository, files);
  }
}
