import type { FileSystemRoot } from '../../src/base/index.ts';
import { type Environment, environmentOf, uninstall } from './environments.ts';
import { findPython } from './machine.ts';
import type { Application } from './manifest.ts';
import { fetchSource, layTree } from './sources.ts';

/** A fresh tree of an application and its environment, or why there is none. */
export type Prepared =
  | { readonly tree: FileSystemRoot; readonly environment: Environment }
  | { readonly skipped: string };

/** Everything that comes before the first run of an application's tests. */
export async function prepare(app: Application, cache: FileSystemRoot): Promise<Prepared> {
  const interpreter = findPython(app.python);
  if (interpreter === undefined) return { skipped: `Python ${app.python} is not installed` };
  const tree = await layTree(app, await fetchSource(app, cache), cache);
  const environment = await environmentOf(app, tree, interpreter, cache);
  // An earlier run may have left the runtime package there.
  await uninstall(['ferryman'], environment.python, tree.root);
  return { tree, environment };
}
