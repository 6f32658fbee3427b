import type { Expr } from '../facts.ts';
import type { ProjectClass } from '../model.ts';
import type { Project } from '../project.ts';
import type { ClassTable } from './evaluation.ts';
import type { Values } from './model.ts';

/**
 * Bases, their order and the classes derived from each. `evaluate` resolves a base expression; `onUnfinished` is told
 * when it asks for what is being worked out itself, and is given what there is so far.
 */
export function tabulateClasses(
  project: Project,
  evaluate: (expr: Expr, cls: ProjectClass) => Values,
  onUnfinished: () => void,
): ClassTable {
  const unfinished = new Set<ProjectClass>();
  let deriving = 0;
  const bases = new Map<ProjectClass, { inside: ProjectClass[]; outside: string[] }>();
  const orders = new Map<ProjectClass, readonly ProjectClass[]>();

  const basesOf = (cls: ProjectClass) => {
    let found = bases.get(cls);
    if (found) {
      if (unfinished.has(cls)) onUnfinished();
      return found;
    }
    unfinished.add(cls);
    found = { inside: [], outside: [] };
    bases.set(cls, found);
    for (const base of cls.facts.bases) {
      if (base.name !== undefined) continue;
      const values = [...evaluate(base.value.kind === 'subscript' ? base.value.of : base.value, cls)];
      if (values.length === 0) found.outside.push('?');
      for (const value of values) {
        if (value.kind === 'class' && value.class !== cls) found.inside.push(value.class);
        else if (value.kind === 'external' || value.kind === 'object') found.outside.push(value.name);
        else if (value.kind !== 'class') found.outside.push('?');
      }
    }
    unfinished.delete(cls);
    return found;
  };
  const order = (cls: ProjectClass, above: readonly ProjectClass[] = []): readonly ProjectClass[] => {
    const known = orders.get(cls);
    if (known) return known;
    // Cyclic bases do not run, but they must not hang us. The order is depth first, each class at its last place:
    // the same as Python's linearisation wherever that exists and no sibling order is contradicted.
    const all = [cls];
    for (const base of basesOf(cls).inside) {
      if (!above.includes(base)) all.push(...order(base, [...above, cls]));
    }
    const result = all.filter((item, at) => all.lastIndexOf(item) === at);
    if (above.length === 0) orders.set(cls, result);
    return result;
  };
  let derived: Map<ProjectClass, ProjectClass[]> | undefined;
  const derive = () => {
    const found = new Map<ProjectClass, ProjectClass[]>();
    deriving += 1;
    for (const cls of project.classes) {
      for (const base of order(cls)) {
        if (base === cls) continue;
        const list = found.get(base);
        if (list) list.push(cls);
        else found.set(base, [cls]);
      }
    }
    deriving -= 1;
    return found;
  };
  return {
    order: (cls) => order(cls),
    externalBases: (cls) => order(cls).flatMap((item) => basesOf(item).outside),
    subclasses(cls) {
      if (deriving > 0) onUnfinished();
      return (derived ??= derive()).get(cls) ?? [];
    },
  };
}
