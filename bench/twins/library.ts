import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { install } from '../corpus/manifest.ts';

const distribution = z.strictObject({
  package: z.string(),
  version: z.string(),
  /** File name of the source distribution. */
  sdist: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  /** Folder of the import package inside the source distribution; its last part is the package's name. */
  folder: z.string(),
});

const pattern = z.string().transform((text) => new RegExp(text, 'u'));
const rename = z.tuple([z.string().transform((text) => new RegExp(text, 'gu')), z.string()]);
const why = z.string().min(1);

const library = z.strictObject({
  id: z.string(),
  what: z.string(),
  /** The input; with `half` it holds the answer, too. */
  sync: distribution,
  /** The answer, when it is a distribution of its own. */
  async: distribution.optional(),
  /** The environment in which a language server reads the synchronous half: what it needs, without itself. */
  environment: z.strictObject({
    python: z.enum(['3.9', '3.10', '3.11', '3.12', '3.13']),
    /** Run in the folder of the source distribution. */
    install: z.array(install),
  }),
  /** What belongs to the asynchronous half of one tree, besides every `async def`. */
  half: z
    .strictObject({
      /** Module paths, `package/module.py`. */
      modules: pattern.optional(),
      /** Names of classes. */
      classes: pattern.optional(),
      /** Names of functions that are no `async def`. */
      functions: pattern.optional(),
    })
    .optional(),
  /** From paths of the asynchronous half to those of the synchronous one. */
  moved: z.array(rename).default([]),
  /** Renames between the halves, undone in every identifier before halves are compared. */
  undo: z.array(rename).default([]),
  seeds: z.strictObject({
    /** Functions of the synchronous half that are asynchronous by decree; `Class.*` for what a class leaves open. */
    given: z.array(z.strictObject({ module: z.string(), functions: z.array(z.string()).min(1), why })).default([]),
    /** Dotted names outside of it whose calls have to be awaited; `Class.attribute.method` of an object from outside. */
    calls: z
      .array(
        z.strictObject({
          names: z.array(z.string()).min(1),
          gives: z.enum(['coroutine', 'iterator']).default('coroutine'),
          why,
        }),
      )
      .default([]),
    /**
     * What is called by that name is the user's function, and asynchronous: `module.py Class.method.name` of a name in
     * it, `Class.attribute`, `module.py Class.method()` of what a method gives.
     */
    parameters: z.array(z.strictObject({ names: z.array(z.string()).min(1), why })).default([]),
    /** `Class.attribute`, also of classes that derive from it: gone through with `async for`. */
    iterables: z.array(z.strictObject({ names: z.array(z.string()).min(1), why })).default([]),
    /** Base classes outside of it that have an asynchronous sibling. */
    bases: z.array(z.strictObject({ names: z.array(z.string()).min(1), why })).default([]),
    /** Dotted names of types outside of it that are entered with `async with`. */
    managers: z.array(z.strictObject({ names: z.array(z.string()).min(1), why })).default([]),
  }),
  /** What is known of disagreements that are not mistakes of ours. They count all the same, those apart excepted. */
  explained: z
    .array(
      z.strictObject({
        /** `module.py Class.method`, `*` for any text. */
        functions: z.array(z.string()).min(1),
        /** Spelled callee, where only that call is meant. */
        call: z.string().optional(),
        cause: why,
        /** The asynchronous half is no answer here (it is broken there, or colours by taste): left out of the figures. */
        apart: z.boolean().default(false),
      }),
    )
    .default([]),
});

/** A library that is published in both colours: where its halves are and what the library asks of the outside. */
export type Library = z.infer<typeof library>;
export type Distribution = z.infer<typeof distribution>;
export type Half = NonNullable<Library['half']>;

/** A library from the text of its file. Throws when it does not fit the schema. */
export function parseLibrary(text: string): Library {
  const found = library.parse(parse(text));
  if ((found.async === undefined) === (found.half === undefined)) {
    throw new TypeError(`${found.id}: either \`async\` or \`half\` says where the answer is`);
  }
  return found;
}

/** Every library of the bench, by name. */
export function readLibraries(): Library[] {
  const folder = path.join(import.meta.dirname, 'libraries');
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => parseLibrary(fs.readFileSync(path.join(folder, name), 'utf8')));
}
