import type { Evaluation, ProjectClass } from '../../program/index.ts';

/** It derives from `typing.Protocol` directly. */
export function isProtocol(ev: Evaluation, cls: ProjectClass): boolean {
  return ev.classes.externalBases(cls).some((base) => /^typing(?:_extensions)?\.Protocol$/u.test(base));
}
