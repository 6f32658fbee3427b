import type { Evaluation, ProjectClass, ProjectFunction } from '../../program/index.ts';

/** It derives from `typing.Protocol` directly. */
export function isProtocol(ev: Evaluation, cls: ProjectClass): boolean {
  return ev.classes.externalBases(cls).some((base) => /^typing(?:_extensions)?\.Protocol$/u.test(base));
}

/** Classes that have all that a Protocol of the project asks for; none where it asks for nothing but special methods. */
export function implementersOf(ev: Evaluation, protocol: ProjectClass): readonly ProjectClass[] {
  const wanted = wantedBy(protocol);
  if (wanted.length === 0) return [];
  return ev.project.classes.filter(
    (cls) => cls !== protocol && !isProtocol(ev, cls) && wanted.every((name) => methodsOf(ev, cls, name) !== undefined),
  );
}

/** Names of the methods that a Protocol asks for. */
export function wantedBy(protocol: ProjectClass): readonly string[] {
  return [...protocol.methods.keys()].filter((name) => !/^__\w+__$/u.test(name));
}

/** The methods of that name that an object of the class has. */
export function methodsOf(ev: Evaluation, cls: ProjectClass, name: string): readonly ProjectFunction[] | undefined {
  return ev.classes
    .order(cls)
    .find((each) => each.methods.has(name))
    ?.methods.get(name);
}

/** What a call of a Protocol's method may run. */
export function implementations(ev: Evaluation, fn: ProjectFunction): readonly ProjectFunction[] {
  const { owner, facts } = fn;
  if (!owner || !isProtocol(ev, owner)) return [];
  return implementersOf(ev, owner).flatMap((cls) => methodsOf(ev, cls, facts.name) ?? []);
}
