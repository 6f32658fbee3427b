import { normalised, readRequirement, withExtra } from './requirement.ts';

/** A list of requirements inside some file, in the order it is written. */
export interface RequirementList {
  /** `project.dependencies`, `dependency-groups.tests`; empty where the file is the list. */
  readonly group: string;
  /** What everybody who installs the project gets, as opposed to an extra or a group. */
  readonly main: boolean;
  readonly entries: readonly ListEntry[];
}

export interface ListEntry {
  /** The requirement itself, without quotes and comments. */
  readonly text: string;
  /** Normalised name. */
  readonly name: string;
}

/** What an application needs on the loop. */
export interface Wanted {
  /** Requirements to add where their name is not listed yet: `ferryman`, `aiosqlite`. */
  readonly packages: readonly string[];
  /** SQLAlchemy's `asyncio` extra, which brings greenlet. */
  readonly asyncioExtra: boolean;
}

/** What to do to one list: entry index to its new text, and new entries, each behind the entry of that index (-1: first). */
export interface ListChange {
  readonly replaced: ReadonlyMap<number, string>;
  readonly added: ReadonlyArray<{ readonly after: number; readonly text: string }>;
}

/** Entry of a written requirement; undefined for options, URLs and comments. */
export function entryOf(text: string): ListEntry | undefined {
  const requirement = readRequirement(text);
  return requirement && { text, name: requirement.name };
}

/** The lists that describe what runs the application: those that name FastAPI, else those that name the ORM. */
export function targets(lists: readonly RequirementList[]): readonly RequirementList[] {
  for (const anchors of [['fastapi'], ['sqlalchemy', 'sqlmodel']]) {
    const naming = lists.filter((list) => list.entries.some((entry) => anchors.includes(entry.name)));
    // An extra that repeats what the main list has is installed together with it.
    if (naming.length > 0) return naming.some((list) => list.main) ? naming.filter((list) => list.main) : naming;
  }
  return [];
}

/** What is missing from one list, put where its order wants it; undefined when nothing is. */
export function changeOf(list: RequirementList, wanted: Wanted): ListChange | undefined {
  const replaced = new Map<number, string>();
  const missing = wanted.packages.filter((text) => !list.entries.some((entry) => entry.name === nameOf(text)));
  if (wanted.asyncioExtra) {
    for (const [index, entry] of list.entries.entries()) {
      const text = entry.name === 'sqlalchemy' ? withExtra(entry.text, 'asyncio') : entry.text;
      if (text !== entry.text) replaced.set(index, text);
    }
    if (!list.entries.some((entry) => entry.name === 'sqlalchemy')) missing.push('sqlalchemy[asyncio]');
  }
  if (missing.length === 0 && replaced.size === 0) return undefined;
  return { replaced, added: missing.sort().map((text) => ({ after: placeFor(list, text), text })) };
}

const NEIGHBOURS = [
  ['fastapi', 'sqlmodel', 'sqlalchemy'],
  ['psycopg2', 'psycopg2-binary', 'pymysql', 'mysqlclient', 'sqlalchemy', 'sqlmodel', 'fastapi'],
] as const;

/** A sorted list stays sorted; in another one a package stands behind what it belongs to. */
function placeFor(list: RequirementList, text: string): number {
  const name = nameOf(text);
  const names = list.entries.map((entry) => entry.name);
  const sorted = names.length > 1 && names.every((each, index) => index === 0 || (names[index - 1] ?? '') <= each);
  if (sorted) return names.findLastIndex((each) => each <= name);
  for (const neighbour of NEIGHBOURS[name === 'ferryman' ? 0 : 1]) {
    const index = names.lastIndexOf(neighbour);
    if (index >= 0) return index;
  }
  return names.length - 1;
}

function nameOf(text: string): string {
  return readRequirement(text)?.name ?? normalised(text);
}
