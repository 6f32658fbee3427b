import { z } from 'zod';
import { FerryError, run } from '../../base/index.ts';

/** What an interpreter says of itself and of what is installed for it. */
export interface Interpreter {
  readonly executable: string;
  /** `3.11.7`. */
  readonly version: string;
  /** Normalised distribution name (`psycopg-binary`) to version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Folders it imports from, those of editable installs included. */
  readonly path: readonly string[];
}

// -I: neither the working directory nor PYTHON* variables decide what is imported.
const QUESTION = `
import importlib.metadata, json, os, re, sys
packages = {}
for distribution in importlib.metadata.distributions():
    name = distribution.metadata["Name"]
    if name:
        packages.setdefault(re.sub(r"[-_.]+", "-", name).lower(), distribution.version)
path = list(sys.path)
for finder in sys.meta_path:
    mapping = getattr(sys.modules.get(getattr(finder, "__module__", "")), "MAPPING", None)
    if isinstance(mapping, dict):
        path.extend(os.path.dirname(each) for each in mapping.values())
print(json.dumps({"version": ".".join(map(str, sys.version_info[:3])), "packages": packages, "path": path}))
`;

const answer = z.object({
  version: z.string(),
  packages: z.record(z.string(), z.string()),
  path: z.array(z.string()),
});

/** Ask a Python what it is. Throws `FERRY_NO_PYTHON` when it cannot be started or does not answer. */
export async function askInterpreter(executable: string, cwd: string): Promise<Interpreter> {
  const result = await run(executable, ['-I', '-c', QUESTION], { cwd, timeoutMs: 60_000 });
  if (result.status === 0) return { executable, ...answer.parse(JSON.parse(result.stdout)) };
  throw new FerryError({
    code: 'FERRY_NO_PYTHON',
    message: `This Python does not answer: ${result.stderr.trim().split('\n').at(-1) ?? ''}`,
    where: executable,
    next: 'Name an interpreter or a virtual environment of Python 3.9 or newer with --python.',
    exitCode: 3,
  });
}
