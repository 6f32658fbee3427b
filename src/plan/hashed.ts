import { createHash } from 'node:crypto';
import type { RewrittenFile } from '../recipes/index.ts';
import type { PlannedFile } from './model.ts';

/** A rewritten file with the digest of the bytes that the plan was made from. */
export function hashed(file: RewrittenFile): PlannedFile {
  const { before } = file;
  return { ...file, beforeHash: before === undefined ? null : createHash('sha256').update(before).digest('hex') };
}
