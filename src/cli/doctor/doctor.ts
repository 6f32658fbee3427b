import { type Check, ok, problem, warning } from './check.ts';
import { checkPackages } from './drivers.ts';
import { applicationPython, askInterpreter } from './interpreter.ts';
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
  const executable = applicationPython(root, named);
  if (executable === undefined) {
    return [
      warning(
        'environment',
        "the application's environment was not found",
        'Name it: `--python path/to/venv`; `prove` makes one otherwise.',
      ),
      await checkBasePython(root),
    ];
  }
  const interpreter = await askInterpreter(executable, root);
  if (interpreter === undefined) {
    return [
      problem(
        'environment',
        `${executable} is not a Python that works`,
        'Name an interpreter or a virtual environment with `--python`.',
      ),
    ];
  }
  const version = interpreter.version.join('.');
  const [major, minor] = interpreter.version;
  const old = major < 3 || (major === 3 && minor < 9);
  return [
    old
      ? problem('environment', `${executable} is Python ${version}`, 'The runtime package needs Python 3.9 or newer.')
      : ok('environment', `Python ${version} (${executable})`),
    ...checkPackages(interpreter),
  ];
}

/** Without an environment of its own: can one be made? */
async function checkBasePython(root: string): Promise<Check> {
  for (const name of ['python3', 'python']) {
    const interpreter = await askInterpreter(name, root);
    if (interpreter === undefined) continue;
    const version = interpreter.version.join('.');
    if (interpreter.hasVenv) return ok('python', `Python ${version} can make environments`);
    return problem('python', `Python ${version} has no venv`, 'Debian, Ubuntu: `apt-get install python3-venv`.');
  }
  return problem('python', 'no Python was found on PATH', 'Install Python 3.9 or newer with venv.');
}
