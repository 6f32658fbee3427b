import { FerryError, run } from '../../base/index.ts';
import { askInterpreter, findEnvironment, type Interpreter } from '../../prove/index.ts';
import { type Check, ok, problem, warning } from './check.ts';
import { checkPackages } from './drivers.ts';
import { checkProject, checkRepository } from './repository.ts';

/** Looks at everything `migrate` and `prove` need. `named` is the interpreter or environment folder that was asked for. */
export async function examine(root: string, named: string | undefined): Promise<readonly Check[]> {
  return [
    ok('node', `Node ${process.versions.node}`),
    checkProject(root),
    ...(await checkRepository(root)),
    ...(await checkPython(root, named)),
  ];
}

async function checkPython(root: string, named: string | undefined): Promise<readonly Check[]> {
  let interpreter: Interpreter;
  try {
    const found = findEnvironment(root, named);
    if (found === undefined) {
      const next = 'Name it with `--python path/to/venv`; otherwise `prove` makes one.';
      return [warning('environment', "the application's environment was not found", next), await checkBasePython(root)];
    }
    interpreter = await askInterpreter(found.python, root);
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return [problem('environment', `${error.message} (${error.where ?? named ?? ''})`, error.next)];
  }
  const { version, executable } = interpreter;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < 3 || (major === 3 && minor < 9);
  return [
    isOld
      ? problem('environment', `${executable} is Python ${version}`, 'The runtime package needs Python 3.9 or newer.')
      : ok('environment', `Python ${version} (${executable})`),
    ...checkPackages(interpreter),
  ];
}

/** Without an environment of its own: can one be made? */
async function checkBasePython(root: string): Promise<Check> {
  const script = 'import ensurepip, platform, venv; print(platform.python_version())';
  for (const name of ['python3', 'python']) {
    try {
      const { status, stdout } = await run(name, ['-I', '-c', script], { cwd: root, timeoutMs: 30_000 });
      if (status === 0) return ok('python', `Python ${stdout.trim()} can make environments`);
      return problem('python', `${name} has no venv`, 'Debian, Ubuntu: `apt-get install python3-venv`.');
    } catch (error) {
      if (!(error instanceof FerryError)) throw error;
    }
  }
  return problem('python', 'no Python was found on PATH', 'Install Python 3.9 or newer with venv.');
}
