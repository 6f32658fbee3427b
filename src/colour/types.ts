import type { Knowledge } from '../knowledge/index.ts';
import type { Types } from '../program/index.ts';

/** Give `openProgram` what the knowledge files say of types, so that `session.get(...)` is known to be requests'. */
export function typesOf(knowledge: Knowledge): Types {
  return {
    canonical: (name) => knowledge.canonical(name),
    returns: (name) => knowledge.returns(name),
    attribute: (name) => knowledge.attribute(name),
    lineage: (name) => knowledge.lineage(name),
    carries: (name) => knowledge.carries(name),
    publicName: (module, qualname) => knowledge.publicName(module, qualname),
  };
}
