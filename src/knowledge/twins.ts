import { spellings } from './awaitables.ts';
import type { ClassTwin, Knowledge, Library, Twin } from './model.ts';

/**
 * Answers about asynchronous faces. `lineage`: canonical name first, then bases; `returns`: class of what calling a name
 * gives.
 */
export function indexTwins(
  libraries: readonly Library[],
  lineage: (name: string) => readonly string[],
  returns: (name: string) => string | undefined,
): Pick<Knowledge, 'twin' | 'twinOf' | 'runsOn'> {
  const twins = new Map(libraries.flatMap((library) => Object.entries(library.twins)));
  const given = new Map(libraries.flatMap((library) => Object.entries(library.runs)));
  const owners = (name: string) => lineage(name).flatMap(spellings);
  const twinOf = (cls: string): ClassTwin | undefined => {
    const all = owners(cls).flatMap((each) => twins.get(each) ?? []);
    const [first] = all;
    if (first === undefined) return undefined;
    const { face, plain, runs, opens } = first;
    return { face, plain, runs, opens, same: new Set(all.flatMap(({ same }) => same)) };
  };
  const plainOf = (method: string): string | undefined => {
    const given = returns(method);
    return given === undefined ? undefined : twinOf(given)?.plain;
  };
  return {
    twinOf,
    runsOn: (name) => given.get(lineage(name)[0] ?? name),
    twin(name): Twin | undefined {
      const dot = name.lastIndexOf('.');
      const method = name.slice(dot + 1);
      for (const owner of owners(name.slice(0, Math.max(0, dot)))) {
        const twin = twins.get(owner);
        const how = twin && (['awaited', 'entered', 'opened'] as const).find((each) => twin[each].includes(method));
        if (twin && how) return { face: twin.face, how, plain: plainOf(`${owner}.${method}`) };
      }
      return undefined;
    },
  };
}
