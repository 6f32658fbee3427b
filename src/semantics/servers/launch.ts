import type { FileSystemRoot } from '../../base/index.ts';
import type { Environment } from '../environment.ts';

/** What a server is to know. All paths are absolute. */
export interface Wishes {
  readonly root: string;
  /** Where imports start besides the root. */
  readonly sourceRoots: readonly string[];
  readonly environment: Environment | undefined;
  /** The program, where it is not the one on PATH. */
  readonly program: string | undefined;
  /** A private folder: configuration, caches and temporary files of the server go here, nothing goes to the project. */
  readonly desk: FileSystemRoot;
}

/** How a server is started. */
export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** The URI of its workspace. */
  readonly workspace: string;
  /** The server's version, where it does not say so itself. */
  readonly version?: string;
  /** Whether a text that is shown instead of a file's counts for the files that import it. */
  readonly hasOverlays: boolean;
  /** By section, as in `workspace/configuration`; also sent as initialization options. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The Python version to assume where no environment says it. */
export const DEFAULT_VERSION = '3.13';

/**
 * This process's environment without what leads a server or a Python to files of others: settings of the user, module
 * paths, preloaded scripts. Caches and temporary files go to the desk.
 */
export function environmentOf({ desk }: Wishes): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:PYTHON|NODE_|VIRTUAL_ENV|CONDA|TY_|PYREFLY_|XDG_)/.test(name),
  );
  const folder = (name: string) => desk.makeFolder(name);
  return {
    ...Object.fromEntries(kept),
    HOME: folder('home'),
    TMPDIR: folder('temporary'),
    XDG_CACHE_HOME: folder('cache'),
    XDG_CONFIG_HOME: folder('config'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

/**
 * Globs of what a server need not list by itself. A file that matches and is asked about, or belongs to the project's
 * `files`, is answered for all the same.
 */
export function unlisted({ root, environment }: Wishes): string[] {
  const folders = ['node_modules', '__pycache__', '.*'].map((name) => `${root}/**/${name}`);
  return environment?.folder.startsWith(root) === true ? [...folders, environment.folder] : folders;
}

/**
 * An environment that is nothing but a list of the real one's folders, because servers can read such a list themselves
 * while a real environment tempts them to run its interpreter. Returns its folder.
 */
export function listedEnvironment({ desk, environment }: Wishes): string {
  const version = environment?.version ?? DEFAULT_VERSION;
  const site = `environment/lib/python${version}/site-packages`;
  desk.write(`${site}/ferryman.pth`, (environment?.packages ?? []).map((folder) => `${folder}\n`).join(''));
  desk.write('environment/pyvenv.cfg', `home = ${desk.makeFolder('environment/bin')}\nversion = ${version}.0\n`);
  desk.write('environment/bin/python', '');
  return desk.resolve('environment');
}
