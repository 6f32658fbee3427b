import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FerryError } from './errors.ts';

/** A folder that may be written to, and nothing outside it. Paths are relative to it, with `/`. */
export interface FileSystemRoot {
  readonly root: string;
  /** The absolute path of `relative`; throws `FERRY_OUTSIDE_ROOT` when it leaves the root, symlinks followed. */
  resolve(relative: string): string;
  read(relative: string): Buffer | undefined;
  /** Temp file, fsync, rename: readers see the old bytes or the new ones. Keeps the file's mode. */
  write(relative: string, bytes: Uint8Array | string): void;
  /** Adds to the end of a file, on disk when this returns; makes the file when it is missing. */
  append(relative: string, bytes: Uint8Array | string): void;
  remove(relative: string): void;
  /** The absolute path of a folder that exists afterwards, its parents too. */
  makeFolder(relative: string): string;
  /** A folder with all that is in it; symlinks inside are removed, not followed. Nothing happens when it is missing. */
  removeFolder(relative: string): void;
}

/** The only way to write files in this project. `root` must exist. */
export function openRoot(root: string): FileSystemRoot {
  const real = fs.realpathSync(root);
  const resolve = (relative: string): string => {
    const absolute = path.resolve(real, relative);
    const landing = realDestination(absolute);
    if (landing !== real && !landing.startsWith(real + path.sep)) {
      throw new FerryError({
        code: 'FERRY_OUTSIDE_ROOT',
        message: `${JSON.stringify(relative)} leads out of the folder Ferryman may write to`,
        where: landing,
        next: 'Remove the symbolic link, or run Ferryman on the folder it points to.',
        exitCode: 2,
      });
    }
    return absolute;
  };
  return {
    root: real,
    resolve,
    read(relative) {
      try {
        return fs.readFileSync(resolve(relative));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write(relative, bytes) {
      // Through a symlink inside the root, the file it points to is replaced and the link stays.
      const target = realDestination(resolve(relative));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      writeAtomic(target, bytes);
    },
    append(relative, bytes) {
      const target = realDestination(resolve(relative));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      const file = fs.openSync(target, 'a', 0o644);
      try {
        fs.writeFileSync(file, bytes);
        fs.fsyncSync(file);
      } finally {
        fs.closeSync(file);
      }
    },
    remove(relative) {
      fs.rmSync(resolve(relative), { force: true });
    },
    makeFolder(relative) {
      const absolute = resolve(relative);
      fs.mkdirSync(absolute, { recursive: true });
      return absolute;
    },
    removeFolder(relative) {
      fs.rmSync(resolve(relative), { recursive: true, force: true });
    },
  };
}

/** A fresh folder in the system's folder for temporary files; `using` removes it with all that is in it. */
export function openTemporaryRoot(prefix: string): FileSystemRoot & Disposable {
  const files = openRoot(fs.mkdtempSync(path.join(os.tmpdir(), prefix)));
  return { ...files, [Symbol.dispose]: () => fs.rmSync(files.root, { recursive: true, force: true, maxRetries: 3 }) };
}

/** A folder for what can be made again, `<user's cache>/ferryman/<name>`: XDG_CACHE_HOME or `~/.cache`. */
export function openCache(name: string, env: NodeJS.ProcessEnv = process.env): FileSystemRoot {
  const base = env['XDG_CACHE_HOME'];
  const cache = base !== undefined && path.isAbsolute(base) ? base : path.join(os.homedir(), '.cache');
  const folder = path.join(cache, 'ferryman', name);
  fs.mkdirSync(folder, { recursive: true });
  return openRoot(folder);
}

function writeAtomic(target: string, bytes: Uint8Array | string): void {
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  const mode = fs.existsSync(target) ? fs.statSync(target).mode : 0o644;
  const file = fs.openSync(temporary, 'wx', mode);
  try {
    fs.writeFileSync(file, bytes);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
  fs.chmodSync(temporary, mode);
  fs.renameSync(temporary, target);
  const folder = fs.openSync(path.dirname(target), 'r');
  try {
    fs.fsyncSync(folder);
  } finally {
    fs.closeSync(folder);
  }
}

/** Where a write to `absolute` would land: symlinks of every existing part followed. */
function realDestination(absolute: string): string {
  try {
    return fs.realpathSync(absolute);
  } catch {
    const parent = path.dirname(absolute);
    return parent === absolute ? absolute : path.join(realDestination(parent), path.basename(absolute));
  }
}
