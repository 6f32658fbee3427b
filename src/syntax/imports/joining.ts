import type { Edit } from '../edits.ts';
import type { ModuleScope } from '../scopes/model.ts';
import type { WritingStyle } from './items.ts';
import { nameOrders } from './order.ts';
import { type NewLine, placeAmong, placeLines, placeTypeBlock, type Placing } from './place.ts';
import { localName, type Need, needImport } from './requests.ts';
import { type ImportStatement, isManaged, type ModuleLayout } from './statements.ts';
import { importLine } from './swaps.ts';

/** Whether a name goes into an existing statement: same module, same place, and the file writes several names in one. */
export function joins(need: Need, statement: ImportStatement, layout: ModuleLayout): boolean {
  if (need.name === undefined || statement.kind !== 'from' || statement.star) return false;
  if (statement.module !== need.module || statement.typeOnly !== (need.typeOnly === true)) return false;
  if (!isManaged(statement, layout)) return false;
  const aliased = statement.items.some((item) => item.alias !== undefined);
  if (need.as !== undefined) return aliased && statement.items.length > 1;
  if (aliased && statement.items.length === 1) return false;
  return !oneNamePerStatement(layout.imports);
}

/** isort's `force_single_line`: several statements from one module, and none with two names. */
function oneNamePerStatement(imports: readonly ImportStatement[]): boolean {
  const plain = imports.filter(({ kind, items }) => kind === 'from' && items.every(({ alias }) => alias === undefined));
  const modules = plain.map((statement) => statement.module);
  return new Set(modules).size < modules.length && plain.every((statement) => statement.items.length <= 1);
}

/** Edits for the needs that no statement takes in. */
export function newLines(placing: Placing, needs: readonly Need[], scopes: ModuleScope): Edit[] {
  const { layout, style } = placing;
  const single = oneNamePerStatement(layout.imports);
  const plain = needs.filter((need) => !need.typeOnly);
  const typeOnly = needs.filter((need) => need.typeOnly);
  const edits = plain.length > 0 ? placeLines(placing, asLines(plain, style, single)) : [];
  if (typeOnly.length === 0) return edits;
  const inside = layout.imports.filter((statement) => statement.typeOnly && statement.alone);
  const lines = asLines(typeOnly, style, single);
  if (inside.length > 0) return [...edits, ...placeAmong(placing, inside, lines)];
  const condition = localName(needImport('typing', 'TYPE_CHECKING'), scopes);
  const indented = lines.flatMap(({ line }) => line.split(style.newline)).map((line) => style.unit + line);
  return [...edits, placeTypeBlock(placing, [`if ${condition}:`, ...indented])];
}

/** One statement per module; names with an alias, and every name in files that do so, on a line of their own. */
function asLines(needs: readonly Need[], style: WritingStyle, single: boolean): NewLine[] {
  const lines: NewLine[] = [];
  const together = new Map<string, string[]>();
  for (const { module, name, as } of needs) {
    if (name === undefined) lines.push({ kind: 'import', module, line: importLine({ module }, as) });
    else if (single || as !== undefined) {
      lines.push({ kind: 'from', module, first: { name, alias: as }, line: importLine({ module, name }, as) });
    } else together.set(module, [...(together.get(module) ?? []), name]);
  }
  for (const [module, names] of together) lines.push(fromLine(module, names.toSorted(nameOrders[0]), style));
  return lines;
}

function fromLine(module: string, names: readonly string[], style: WritingStyle): NewLine {
  const [name = ''] = names;
  const key = { kind: 'from', module, first: { name, alias: undefined } } as const;
  const line = `from ${module} import ${names.join(', ')}`;
  if (line.length <= style.width) return { ...key, line };
  const list = names.map((each) => `${style.unit}${each},${style.newline}`).join('');
  return { ...key, line: `from ${module} import (${style.newline}${list})` };
}
