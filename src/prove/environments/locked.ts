import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';

/** What a lock file pins. */
export interface Lock {
  /** `uv.lock`, relative to the project. */
  readonly file: string;
  /** `name==version`, one for each package of an index that is pinned to one version. */
  readonly constraints: readonly string[];
}

const name = z.string().regex(/^[A-Za-z0-9][\w.-]*$/u);
const version = z.string().regex(/^[\w.!+-]+$/u);
const locked = z.object({
  name,
  version,
  source: z.record(z.string(), z.unknown()).optional(),
  vcs: z.unknown().optional(),
  directory: z.unknown().optional(),
  archive: z.unknown().optional(),
  git: z.unknown().optional(),
  path: z.unknown().optional(),
});
const pipfile = z.record(name, z.object({ version: z.string().regex(/^==[\w.!+-]+$/u) }));

/** uv, Poetry, PDM, PEP 751, Pipenv, in this order; undefined without a lock, or with one that cannot be read. */
export function readLock(root: string): Lock | undefined {
  for (const [file, read] of LOCKS) {
    const packages = attempt(() => read(fs.readFileSync(path.join(root, file), 'utf8')));
    if (packages === undefined) continue;
    const versions = Map.groupBy(packages, (each) => each.name.toLowerCase().replaceAll(/[-_.]+/gu, '-'));
    // Several versions of one package are for several platforms or Pythons: the installer chooses.
    const constraints = [...versions].flatMap(([key, all]) => {
      const [only, ...others] = new Set(all.map((each) => each.version));
      return only === undefined || others.length > 0 ? [] : [`${key}==${only}`];
    });
    return { file, constraints: constraints.sort() };
  }
  return undefined;
}

interface Pinned {
  readonly name: string;
  readonly version: string;
}

const LOCKS: readonly (readonly [file: string, read: (text: string) => readonly Pinned[]])[] = [
  ['uv.lock', (text) => fromToml(text, 'package')],
  ['poetry.lock', (text) => fromToml(text, 'package')],
  ['pdm.lock', (text) => fromToml(text, 'package')],
  ['pylock.toml', (text) => fromToml(text, 'packages')],
  ['Pipfile.lock', fromPipfile],
];

/** Entries of an index alone: what comes from git, a folder or a file is no constraint, nor is the project itself. */
function fromToml(text: string, key: string): readonly Pinned[] {
  const entries = parse(text)[key];
  return (Array.isArray(entries) ? entries : []).flatMap((entry) => {
    const { data } = locked.safeParse(entry);
    if (!data) return [];
    const { source, vcs, directory, archive, git, path: local } = data;
    const isElsewhere = [vcs, directory, archive, git, local].some((each) => each !== undefined);
    // uv: { registry = ... }; Poetry: { type = "legacy", url = ... } for another index, "git", "directory", "url"
    const type = source?.['type'];
    const isIndex = source === undefined || source['registry'] !== undefined || type === 'legacy';
    return isIndex && !isElsewhere ? [{ name: data.name, version: data.version }] : [];
  });
}

function fromPipfile(text: string): readonly Pinned[] {
  const lock = JSON.parse(text) as Record<string, unknown>;
  return ['default', 'develop'].flatMap((section) =>
    Object.entries(pipfile.catch({}).parse(lock[section] ?? {})).map(([each, { version: pinned }]) => ({
      name: each,
      version: pinned.slice(2),
    })),
  );
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined; // not there, a template, or half of a merge: the project is installed without it
  }
}
