import { FerryError } from '../../base/index.ts';
import type { Program } from '../../program/index.ts';

/** Day one is written: something of the project imports the runtime. */
export function isBridged({ project }: Program): boolean {
  return project.functions.some(({ facts }) => facts.imports.some(({ module }) => module === 'ferryman'));
}

/** What is thrown before day one; `root` is the project's folder. */
export function notBridged(root: string): FerryError {
  return new FerryError({
    code: 'FERRY_NOT_BRIDGED',
    message: 'The application does not run on the event loop yet',
    where: root,
    next: 'Run `ferryman migrate` first; functions go native from there.',
    exitCode: 1,
  });
}
