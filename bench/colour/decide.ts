import { type NativeChange, settleFlips, solveFaces } from '../../src/colour/index.ts';
import type { Knowledge } from '../../src/knowledge/index.ts';
import type { Program, ProjectFunction } from '../../src/program/index.ts';
import { runRecipes, textsOf } from '../../src/recipes/index.ts';

/** What the product says of a program, and the texts that it would write. */
export interface Decision {
  readonly change: NativeChange;
  /** Changed files only. */
  readonly files: ReadonlyMap<string, string>;
}

/** As `migrate --native` does it, but that nothing is kept for what holds the loop: the colour alone is judged. */
export function decide(program: Program, knowledge: Knowledge, wanted: (fn: ProjectFunction) => boolean): Decision {
  const change = settleFlips(program, { seed: () => undefined, wanted, text: textsOf(program) });
  const { files } = runRecipes(program, knowledge, {
    fitness: [],
    threadedCalls: [],
    native: {
      flips: [...change.flipped.values()].map((flip) => ({ ...flip, why: '' })),
      uses: change.sites,
      relays: change.relays,
      sessions: solveFaces(program, knowledge, change),
      minor: undefined,
    },
  });
  return { change, files: new Map(files.map(({ path, after }) => [path, Buffer.from(after).toString()])) };
}
