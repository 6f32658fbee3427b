import type { Edit } from '../edits.ts';
import { contains, type Range } from '../range.ts';
import type { ModuleScope } from '../scopes/model.ts';
import { resolveStored } from '../scopes/resolve.ts';
import type { SourceFile } from '../source.ts';

/** Why a module-level import must stay once `edits` are made; undefined when nothing holds it. */
export function whyKept(
  file: SourceFile,
  scopes: ModuleScope,
  local: string,
  edits: readonly Edit[],
  keep: ReadonlySet<string> | undefined,
): string | undefined {
  if (keep?.has(local)) return 'other files import it from this one';
  if (/(?:^|[\\/])__init__\.py$/.test(file.path)) return 'the package may be asked for it';
  const taken = edits.filter((edit) => edit.kind === 'replace');
  const gone = (range: Range) => taken.some((edit) => contains(edit, range));
  for (const scope of scopes.all) {
    for (const reference of scope.references) {
      if (reference.name !== local || reference.access === 'store' || gone(reference)) continue;
      const found = resolveStored(local, scope);
      if (found.kind === 'bound' && found.scope === scopes) return `line ${lineOf(file.text, reference)} uses it`;
    }
  }
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${local}(?![\\p{L}\\p{N}_])`, 'u');
  const quoted = scopes.quoted.find((mention) => word.test(mention.text) && !gone(mention));
  if (quoted) return `line ${lineOf(file.text, quoted)} names it in a string`;
  return edits.some((edit) => word.test(edit.text)) ? 'a change to this file uses it' : undefined;
}

/** 1-based. */
function lineOf(text: string, range: Range): number {
  return text.slice(0, range.start).split(/\r\n|\r|\n/).length;
}
