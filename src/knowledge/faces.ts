import type { Face, Knowledge, Library } from './model.ts';

/** The asynchronous faces that names can hold. `lineage`: canonical name first, then bases. */
export function indexFaces(
  libraries: readonly Library[],
  lineage: (name: string) => readonly string[],
): Pick<Knowledge, 'face' | 'faceNamed' | 'makesFace'> {
  const twins = new Map(libraries.flatMap((library) => Object.entries(library.twins)));
  const faces = new Map<string, Face>();
  for (const [cls, { face, type, plain }] of twins) {
    if (type === undefined || plain === undefined) continue;
    const all = lineage(cls).flatMap((each) => twins.get(each) ?? []);
    faces.set(cls, {
      of: face,
      type,
      plain,
      awaited: new Set(all.flatMap(({ awaited, entered }) => [...awaited, ...entered])),
      same: new Set(all.flatMap(({ same }) => same)),
    });
  }
  const canonical = (name: string) => lineage(name)[0] ?? name;
  const named = new Map([...faces.values()].map((face) => [canonical(face.type), face]));
  const makers = new Set([...faces.values()].map(({ of }) => of));
  return {
    face: (cls) => faces.get(canonical(cls)),
    faceNamed: (type) => named.get(canonical(type)),
    makesFace: (callee) => makers.has(callee),
  };
}
