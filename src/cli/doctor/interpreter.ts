import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError, run } from '../../base/index.ts';

/** A Python interpreter and what is installed for it. */
export interface Interpreter {
  /** As it was started. */
  readonly executable: string;
  readonly version: readonly [major: number, minor: number, patch: number];
  readonly isVirtual: boolean;
  /** Whether it can make virtual environments. */
  readonly hasVenv: boolean;
  /** Normalised distribution name (`psycopg-binary`) to version. */
  readonly packages: Readonly<Record<string, string>>;
}

// -I: neither the working directory nor PYTHON* variables decide what is imported.
const QUESTION = `
import importlib.metadata, importlib.util, json, re, sys
packages = {}
for distribution in importlib.metadata.distributions():
    name = distribution.metadata["Name"]
    if name:
        packages.setdefault(re.sub(r"[-_.]+", "-", name).lower(), distribution.version)
print(json.dumps({
    "version": list(sys.version_info[:3]),
    "isVirtual": sys.prefix != sys.base_prefix,
    "hasVenv": all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")),
    "packages": packages,
}))
`;

/** Asks an interpreter (path or name on PATH). Undefined when it cannot be started or is older than 3.8. */
export async function askInterpreter(executable: string, cwd: string): Promise<Interpreter | undefined> {
  try {
    const result = await run(executable, ['-I', '-c', QUESTION], { cwd, timeoutMs: 30_000 });
    if (result.status !== 0) return undefined;
    return { executable, ...(JSON.parse(result.stdout) as Omit<Interpreter, 'executable'>) };
  } catch (error) {
    if (error instanceof FerryError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * The application's interpreter: the one named (interpreter or environment folder, relative to `root`), else the
 * environment that is active, else `.venv` or `venv` in the project. Undefined when there is none of them.
 */
export function applicationPython(root: string, named: string | undefined): string | undefined {
  if (named !== undefined) return insideEnvironment(path.resolve(root, named)) ?? named;
  const active = process.env['VIRTUAL_ENV'];
  const folders = [...(active ? [active] : []), path.join(root, '.venv'), path.join(root, 'venv')];
  return folders.map(insideEnvironment).find((found) => found !== undefined);
}

function insideEnvironment(folder: string): string | undefined {
  const python = path.join(folder, 'bin', 'python');
  if (fs.existsSync(python)) return python;
  return fs.statSync(folder, { throwIfNoEntry: false })?.isFile() ? folder : undefined;
}
