import type { AST } from 'toml-eslint-parser';
import { type Edit, insertAt, replace } from '../../../syntax/index.ts';
import { changeOf, type RequirementList, type Wanted } from './list.ts';
import { readRequirement } from './requirement.ts';

/** Requirements as the keys of a table: Poetry and Pipfile. */
export interface TomlTable extends RequirementList {
  readonly kind: 'table';
  readonly entries: ReadonlyArray<{ readonly text: string; readonly name: string; readonly pair: AST.TOMLKeyValue }>;
}

/** Edits of a table; a constraint that cannot be extended (several alternatives in a list) is left as it is. */
export function editTable(text: string, table: TomlTable, wanted: Wanted): readonly Edit[] {
  const once = table.entries.filter((entry, index) => table.entries.findIndex((e) => e.name === entry.name) === index);
  const change = changeOf({ ...table, entries: once }, wanted);
  if (!change) return [];
  const edits: Edit[] = [];
  if (change.replaced.size > 0) edits.push(...withExtra(text, table));
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  for (const { after, text: written } of change.added) {
    const pair = once[Math.max(after, 0)]?.pair;
    if (!pair) continue;
    const requirement = readRequirement(written);
    const extras = requirement?.extras.map((extra) => `"${extra}"`).join(', ');
    const value = extras ? `{extras = [${extras}], version = "*"}` : '"*"';
    const line = `${requirement?.name ?? written} = ${value}`;
    const [start, end] = pair.range;
    const lineEnd = end + (/^[^\r\n]*/.exec(text.slice(end))?.[0].length ?? 0);
    edits.push(after < 0 ? insertAt(start, `${line}${newline}`) : insertAt(lineEnd, `${newline}${line}`));
  }
  return edits;
}

function withExtra(text: string, table: TomlTable): readonly Edit[] {
  const own = table.entries.filter((entry) => entry.name === 'sqlalchemy').map((entry) => entry.pair);
  const [first] = own;
  if (!first) return [];
  const separate =
    first.parent.type === 'TOMLTable' && String(first.parent.resolvedKey.at(-1)).toLowerCase() === 'sqlalchemy';
  if (separate) return extrasAmong(text, own, insertAt(first.range[0], 'extras = ["asyncio"]\n'));
  const { value } = first;
  if (value.type === 'TOMLValue' && value.kind === 'string') {
    const [start, end] = value.range;
    return [replace({ start, end }, `{extras = ["asyncio"], version = ${text.slice(start, end)}}`)];
  }
  if (value.type !== 'TOMLInlineTable') return [];
  return extrasAmong(
    text,
    value.body,
    insertAt(value.body[0]?.range[0] ?? value.range[0] + 1, 'extras = ["asyncio"], '),
  );
}

/** Adds to the `extras` among `pairs`; `otherwise` when there are none. */
function extrasAmong(text: string, pairs: readonly AST.TOMLKeyValue[], otherwise: Edit): readonly Edit[] {
  const extras = pairs.find((pair) => text.slice(...pair.key.range) === 'extras')?.value;
  if (extras?.type !== 'TOMLArray') return [otherwise];
  if (extras.elements.some((element) => element.type === 'TOMLValue' && element.value === 'asyncio')) return [];
  const last = extras.elements.at(-1);
  return [last ? insertAt(last.range[1], ', "asyncio"') : insertAt(extras.range[0] + 1, '"asyncio"')];
}
