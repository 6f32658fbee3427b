import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Environment } from './environment.ts';
import { moduleNames } from './modules.ts';

/** Names of files as the callers, the disk and the server know them. */
export interface Paths {
  /** Absolute, links followed. */
  readonly root: string;
  /** The absolute path of a file named by a caller. */
  absolute(file: string): string;
  /** What a caller is told of an absolute path. */
  told(absolute: string): { readonly file: string; readonly isInside: boolean; readonly module: string | undefined };
  uri(absolute: string): string;
  /** The absolute path behind a server's URI, links followed; undefined when it is not a file. */
  ofUri(uri: string): string | undefined;
}

// Packages installed into an environment inside the project are not the project's own.
const INSTALLED = /(?:^|\/)(?:site-packages|dist-packages|node_modules)\//;

/** Paths of the project in `folder`, which must exist, whose environment may lie in it. */
export function pathsOf(folder: string, environment: Environment | undefined): Paths {
  const root = fs.realpathSync(folder);
  const moduleOf = moduleNames(environment?.packages ?? []);
  const isIn = (file: string, parent: string) => file.startsWith(parent + path.sep);
  const known = new Map<string, string | undefined>();
  const absoluteOf = (uri: string) => {
    if (!uri.startsWith('file:')) return undefined;
    const file = fileURLToPath(uri);
    return fs.existsSync(file) ? fs.realpathSync(file) : file;
  };
  return {
    root,
    absolute: (file) => path.resolve(root, file),
    told(absolute) {
      const relative = path.relative(root, absolute);
      const isInstalled = INSTALLED.test(relative) || (environment !== undefined && isIn(absolute, environment.folder));
      return isIn(absolute, root) && !isInstalled
        ? { file: relative.replaceAll(path.sep, '/'), isInside: true, module: undefined }
        : { file: absolute, isInside: false, module: moduleOf(absolute) };
    },
    uri: (absolute) => pathToFileURL(absolute).href,
    ofUri(uri) {
      if (!known.has(uri)) known.set(uri, absoluteOf(uri));
      return known.get(uri);
    },
  };
}
