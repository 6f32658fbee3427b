import * as fs from 'node:fs';
import type { Location } from '../../semantics/index.ts';
import { type SyntaxNode, withSource } from '../../syntax/index.ts';

/** Large generated stubs are not read. */
const MOST_BYTES = 4 << 20;

/**
 * Names what locations outside the project define, by module and by the classes around them: `requests.sessions` and
 * `Session.get`. Undefined for what is local to a function, and in files that cannot be read.
 */
export function outsideNames(locations: readonly Location[]): Map<Location, OutsideName> {
  const byFile = new Map<string, Location[]>();
  for (const location of locations) {
    if (location.isInside || location.module === undefined) continue;
    byFile.set(location.file, [...(byFile.get(location.file) ?? []), location]);
  }
  const found = new Map<Location, OutsideName>();
  for (const [file, all] of byFile) {
    const bytes = read(file);
    if (!bytes) continue;
    withSource(
      file,
      bytes,
      (_source, root) => {
        for (const location of all) {
          const qualname = qualnameAt(root, location);
          const { module } = location;
          if (qualname !== undefined && module !== undefined) found.set(location, { module, qualname });
        }
      },
      { limit: MOST_BYTES },
    );
  }
  return found;
}

export interface OutsideName {
  /** `requests.sessions` */
  readonly module: string;
  /** `Session.get` */
  readonly qualname: string;
}

function qualnameAt(root: SyntaxNode, { start, end }: Location): string | undefined {
  const name = root.descendantForIndex(start, end);
  if (!name || name.type !== 'identifier') return undefined;
  const names = [name.text];
  for (let at = name.parent, below: SyntaxNode = name; at; below = at, at = at.parent) {
    const own = at.childForFieldName('name');
    if (at.type === 'function_definition' && !own?.equals(below)) return undefined;
    if (at.type === 'class_definition' && own && !own.equals(below)) names.unshift(own.text);
  }
  return names.join('.');
}

function read(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined; // it went with an environment that somebody is changing
  }
}
