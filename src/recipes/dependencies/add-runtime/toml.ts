import { type AST, parseTOML } from 'toml-eslint-parser';
import { type Edit, replace } from '../../../syntax/index.ts';
import { addBeside } from './array.ts';
import { changeOf, entryOf, type RequirementList, type Wanted } from './list.ts';
import { editTable, type TomlTable } from './toml-table.ts';

/** A requirement in a TOML array. */
interface ArrayEntry {
  readonly text: string;
  readonly name: string;
  readonly node: AST.TOMLContentNode;
}

interface ArrayList extends RequirementList {
  readonly kind: 'array';
  readonly entries: readonly ArrayEntry[];
}

/** Where requirement arrays stand, dots between the keys, `*` for any one key; the first is what every install gets. */
const ARRAYS = [
  'project.dependencies',
  'project.optional-dependencies.*',
  'dependency-groups.*',
  'tool.pdm.dev-dependencies.*',
  'tool.uv.dev-dependencies',
  'tool.hatch.envs.*.dependencies',
];
const TABLES = [
  'tool.poetry.dependencies',
  'packages',
  'tool.poetry.group.*.dependencies',
  'tool.poetry.dev-dependencies',
  'dev-packages',
];
const MAIN = new Set(['project.dependencies', 'tool.poetry.dependencies', 'packages']);

/** The requirement lists of a pyproject.toml or Pipfile. Throws when it is not TOML. */
export function tomlLists(text: string): ReadonlyArray<ArrayList | TomlTable> {
  const lists: Array<ArrayList | TomlTable> = [];
  const tables = new Map<string, AST.TOMLKeyValue[]>();
  for (const { path, pair } of pairs(parseTOML(text))) {
    const group = path.join('.');
    if (matches(group, ARRAYS) && pair.value.type === 'TOMLArray') lists.push(arrayList(group, pair.value));
    const parent = path.slice(0, -1).join('.');
    const owner = path.slice(0, -2).join('.');
    if (matches(parent, TABLES)) tables.set(parent, [...(tables.get(parent) ?? []), pair]);
    // `[tool.poetry.dependencies.sqlalchemy]` on its own: its pairs stand for one requirement.
    else if (matches(owner, TABLES)) tables.set(owner, [...(tables.get(owner) ?? []), pair]);
  }
  for (const [group, content] of tables)
    lists.push({ kind: 'table', group, main: MAIN.has(group), ...readTable(content, group) });
  return lists;
}

/** Edits of one list of {@link tomlLists}. */
export function editToml(text: string, list: ArrayList | TomlTable, wanted: Wanted): readonly Edit[] {
  return list.kind === 'array' ? editArray(text, list, wanted) : editTable(text, list, wanted);
}

function editArray(text: string, list: ArrayList, wanted: Wanted): readonly Edit[] {
  const change = changeOf(list, wanted);
  if (!change) return [];
  const edits: Edit[] = [];
  for (const [index, written] of change.replaced) {
    const [start = 0, end = 0] = list.entries[index]?.node.range ?? [];
    edits.push(replace({ start: start + 1, end: end - 1 }, written));
  }
  for (const [after, added] of Map.groupBy(change.added, (addition) => addition.after)) {
    const node = list.entries[Math.max(after, 0)]?.node;
    const texts = added.map((addition) => addition.text);
    if (node) edits.push(...addBeside(text, { start: node.range[0], end: node.range[1] }, after < 0, texts));
  }
  return edits;
}

function arrayList(group: string, array: AST.TOMLArray): ArrayList {
  const entries = array.elements.flatMap((node): ArrayEntry[] => {
    if (node.type !== 'TOMLValue' || node.kind !== 'string') return [];
    const entry = entryOf(node.value);
    return entry ? [{ ...entry, node }] : [];
  });
  return { kind: 'array', group, main: MAIN.has(group), entries };
}

function readTable(content: readonly AST.TOMLKeyValue[], group: string): Pick<TomlTable, 'entries'> {
  const names = content.map((pair) => keys(pair));
  return {
    entries: content.flatMap((pair, index) => {
      const path = names[index] ?? [];
      const name =
        pair.parent.type === 'TOMLTable' && pair.parent.resolvedKey.join('.').startsWith(`${group}.`)
          ? String(pair.parent.resolvedKey.at(-1))
          : path[0];
      const entry = name === undefined ? undefined : entryOf(name);
      return entry ? [{ ...entry, pair }] : [];
    }),
  };
}

/** Every `key = value` with the whole path to it, inline tables not entered. */
function pairs(program: AST.TOMLProgram): ReadonlyArray<{ path: readonly string[]; pair: AST.TOMLKeyValue }> {
  return program.body[0].body.flatMap((item) =>
    item.type === 'TOMLKeyValue'
      ? [{ path: keys(item), pair: item }]
      : item.body.map((pair) => ({ path: [...item.resolvedKey.map(String), ...keys(pair)], pair })),
  );
}

function keys(pair: AST.TOMLKeyValue): string[] {
  return pair.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
}

function matches(path: string, patterns: readonly string[]): boolean {
  const parts = path.split('.');
  return patterns.some((pattern) => {
    const wanted = pattern.split('.');
    return wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index]);
  });
}
