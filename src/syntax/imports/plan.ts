import { FerryError } from '../../base/index.ts';
import type { Edit } from '../edits.ts';
import { indentationUnit, lineWidth } from '../layout.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import type { ModuleScope } from '../scopes/model.ts';
import type { SourceFile } from '../source.ts';
import { changeItems, type NewItem } from './items.ts';
import { joins, newLines } from './joining.ts';
import { removeStatements } from './lines.ts';
import type { Placing } from './place.ts';
import { existingName, type ImportRequest, localName, type Need, needImport } from './requests.ts';
import { type ImportItem, type ImportStatement, moduleLayout } from './statements.ts';
import { swapsIn } from './swaps.ts';
import { whyKept } from './usage.ts';

export interface ImportOptions {
  /** The file's other edits: what they remove no longer counts as a mention, what they insert does. */
  readonly edits?: readonly Edit[];
  /** Top-level package names of the project, for the section an import belongs to. */
  readonly firstParty?: ReadonlySet<string>;
  /** Local names that must stay, because other files import them from this one. */
  readonly keep?: ReadonlySet<string>;
  /** Columns; guessed from the file when absent. */
  readonly width?: number;
}

/** An import that was to be dropped and stays. */
export interface KeptImport {
  readonly module: string;
  readonly name: string | undefined;
  readonly why: string;
}

export interface ImportPlan {
  readonly edits: readonly Edit[];
  readonly kept: readonly KeptImport[];
}

/** Turn all of a file's import requests into edits, once, in the file's own style. */
export function planImports(
  file: SourceFile,
  root: SyntaxNode,
  scopes: ModuleScope,
  requests: readonly ImportRequest[],
  options: ImportOptions = {},
): ImportPlan {
  const { text, newline } = file;
  const layout = moduleLayout(root, text);
  const style = { newline, unit: indentationUnit(root, text), width: options.width ?? lineWidth(text) };
  const firstEdit = Math.min(...(options.edits ?? []).map((edit) => edit.start), text.length);
  const placing: Placing = { text, layout, style, firstParty: options.firstParty ?? new Set(), firstEdit };
  const needs: Need[] = [];
  const dropped = new Set<ImportItem>();
  const kept: KeptImport[] = [];
  const edits: Edit[] = [];
  for (const request of requests) {
    switch (request.kind) {
      case 'need':
        needs.push(...unmet(request, scopes));
        break;
      case 'drop':
        for (const { item, local } of itemsOf(layout.imports, request.module, request.name)) {
          const why = whyKept(file, scopes, local, options.edits ?? [], options.keep);
          if (why === undefined) dropped.add(item);
          else kept.push({ module: request.module, name: request.name, why });
        }
        break;
      case 'swap': {
        const swaps = swapsIn(root, text, scopes, layout, request.from, request.to, style);
        edits.push(...swaps.edits);
        needs.push(...swaps.needs);
        for (const item of swaps.dropped) dropped.add(item);
      }
    }
  }
  if (needs.some((need) => need.typeOnly) && !layout.imports.some(({ typeOnly, alone }) => typeOnly && alone)) {
    needs.push(...unmet(needImport('typing', 'TYPE_CHECKING'), scopes));
  }
  const wanted = unique(needs);
  refuseClashes(file, wanted);
  edits.push(...write(placing, wanted, dropped, scopes));
  return { edits, kept };
}

/** Two new imports must not bind one name: the second would silently replace the first. */
function refuseClashes(file: SourceFile, needs: readonly Need[]): void {
  const taken = new Map<string, Need>();
  for (const need of needs) {
    const local = need.as ?? need.name;
    const other = local === undefined ? undefined : taken.get(local);
    if (local === undefined) continue;
    if (other) {
      throw new FerryError({
        code: 'FERRY_INTERNAL_IMPORT_CLASH',
        message: `${local} was to be imported from both ${other.module} and ${need.module}`,
        where: file.path,
        next: 'This is a mistake in Ferryman: report it with this file. Nothing was written.',
        exitCode: 1,
      });
    }
    taken.set(local, need);
  }
}

/** A need that no import meets yet, under the local name it will have. */
function unmet(need: Need, scopes: ModuleScope): Need[] {
  if (existingName(need, scopes) !== undefined) return [];
  const local = localName(need, scopes);
  const { as: _, ...plain } = need;
  return [local === (need.name ?? need.module) ? plain : { ...need, as: local }];
}

function unique(needs: readonly Need[]): Need[] {
  const key = ({ module, name, as, typeOnly }: Need) => JSON.stringify([module, name, as, typeOnly === true]);
  return [...new Map(needs.map((need) => [key(need), need])).values()];
}

/** What imports a module, or a name of it, at module level, and the local name that gives. */
function itemsOf(
  imports: readonly ImportStatement[],
  module: string,
  name: string | undefined,
): { item: ImportItem; local: string }[] {
  return imports.flatMap(({ kind, module: source, items }) =>
    items.flatMap((item) => {
      const plain = kind === 'import';
      const matches = plain ? name === undefined && item.name === module : source === module && item.name === name;
      const [root = item.name] = item.name.split('.');
      return matches ? [{ item, local: item.alias ?? (plain ? root : item.name) }] : [];
    }),
  );
}

/** It comes too late for what the other edits use, and some import does not. */
function isBelow(statement: ImportStatement, { layout, firstEdit }: Placing): boolean {
  return statement.start > firstEdit && layout.imports.some((each) => !each.typeOnly && each.start < firstEdit);
}

function write(
  placing: Placing,
  needs: readonly Need[],
  dropped: ReadonlySet<ImportItem>,
  scopes: ModuleScope,
): Edit[] {
  const { text, layout, style } = placing;
  const edits: Edit[] = [];
  const remaining = new Set(needs);
  const emptied: ImportStatement[] = [];
  for (const statement of layout.imports) {
    const gone = new Set(statement.items.filter((item) => dropped.has(item)));
    const added: NewItem[] = [];
    for (const need of remaining) {
      if (!joins(need, statement, layout) || (isBelow(statement, placing) && !need.typeOnly)) continue;
      remaining.delete(need);
      added.push({ name: need.name ?? '', alias: need.as });
    }
    if (added.length === 0 && gone.size === 0) continue;
    if (added.length === 0 && gone.size === statement.items.length) emptied.push(statement);
    else edits.push(...changeItems(text, statement, added, gone, style));
  }
  const block = layout.typeChecking;
  const inside = block?.namedChildren.filter((child) => child.type !== 'comment').length ?? 0;
  const lines = newLines(placing, [...remaining], scopes);
  const filled = lines.map(({ start }) => start);
  const gone = removeStatements(text, emptied, block && { range: rangeOf(block), statements: inside }, filled);
  return [...edits, ...lines, ...gone];
}
