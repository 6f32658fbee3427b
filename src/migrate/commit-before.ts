import * as fs from 'node:fs';
import * as path from 'node:path';
import { openRoot } from '../base/index.ts';
import { lastStanding } from './state.ts';

/** The commit that the last run in `root` started from; undefined when none stands. Reads only. */
export function commitBefore(root: string): string | undefined {
  if (!fs.existsSync(path.join(root, '.ferryman'))) return undefined;
  return lastStanding(openRoot(root))?.original.commit;
}
