import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** One `uv pip install`. */
export const install = z.strictObject({
  /** Arguments of `uv pip install`, run in the application's folder. */
  packages: z.array(z.string()).min(1),
  /** Only releases from before this day. */
  newer: z.iso.date().optional(),
});

const application = z.strictObject({
  id: z.string(),
  what: z.string(),
  package: z.string(),
  version: z.string(),
  /** File name of the source distribution. */
  sdist: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The application's folder inside the source distribution. */
  root: z.string(),
  python: z.enum(['3.9', '3.10', '3.11', '3.12', '3.13']),
  /** Whether it belongs to the part that runs on every change. */
  fast: z.boolean(),
  install: z.array(install),
  /** Set the clock of the tests back to this local time. */
  clock: z.string().optional(),
  tests: z.strictObject({ options: z.array(z.string()), paths: z.array(z.string()) }),
  /** What the tests give before anything is changed. */
  expected: z.strictObject({ passed: z.number(), failed: z.number(), skipped: z.number() }),
  knownFailures: z.array(z.string()).default([]),
  /** At least this share of the endpoints with database work has to be bridged. */
  bridgedShare: z.number().optional(),
  /** How the same tests are run on a real server; `{url}` in a value is replaced by the database's URL. */
  postgres: z.strictObject({ install: z.array(install), env: z.record(z.string(), z.string()) }).optional(),
  /**
   * How it is put under load on PostgreSQL. `{url}`, `{folder}` (an empty one) and `{pool}` are replaced in what its
   * environment is given.
   */
  load: z
    .strictObject({
      install: z.array(install),
      env: z.record(z.string(), z.string()),
      /** Arguments of `python -m` that fill the database. */
      prepare: z.array(z.string()).min(1),
      /** As uvicorn takes it. */
      application: z.string(),
      ready: z.string(),
      /** Paths to ask for, by the names under which they are reported. */
      requests: z.record(z.string(), z.string()),
    })
    .optional(),
});

/** One application of the corpus: where it comes from and how its own tests are run. */
export type Application = z.infer<typeof application>;
export type Install = z.infer<typeof install>;

const FOLDER = path.join(import.meta.dirname, 'apps');
/** From the quickest to the slowest, so that what fails is seen early. */
const ORDER = ['sqlmodel-tutorial', 'fastapi-0.165.0', 'cndb', 'quetz', 'datajunction-0.0.1a38'];

/** Every application of the corpus, in the order they are run. Throws when a file does not fit the schema. */
export function readManifest(): Application[] {
  const rank = ({ id }: Application) => (ORDER.indexOf(id) + ORDER.length + 1) % (ORDER.length + 1);
  return fs
    .readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => application.parse(parse(fs.readFileSync(path.join(FOLDER, name), 'utf8'))))
    .sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
}
