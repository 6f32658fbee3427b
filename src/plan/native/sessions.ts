import type { Faces } from '../../colour/index.ts';
import type { Remainder } from './model.ts';

/** What keeps sessions synchronous in native code: each name and result, at the place that decides for all that share it. */
export function heldSessions({ kept }: Faces): readonly Remainder[] {
  return kept.map(({ holder, why, place }) => ({
    kind: 'session',
    file: place.file,
    line: place.line,
    what: holder.kind === 'name' ? `${holder.name} of ${holder.scope.qualname}` : `what ${holder.scope.qualname} gives`,
    why,
  }));
}
