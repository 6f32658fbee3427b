import { FerryError, type RunResult, run } from '../../base/index.ts';

/** Makes environments and installs into them: `uv` when it is there, else Python's own `venv` and `pip`. */
export interface Installer {
  readonly name: 'uv' | 'pip';
  makeEnvironment(folder: string, python: string | undefined): Promise<void>;
  install(python: string, args: readonly string[], cwd: string): Promise<void>;
}

const TIMEOUT_MS = 20 * 60_000;
const OFFLINE =
  /name resolution|name or service not known|network is unreachable|error sending request|dns error|failed to establish a new connection|connection refused|no route to host|proxyerror/i;

/** `uv` on PATH or importable by `python3`, else `python3` with `venv`. Throws `FERRY_NO_PYTHON`. */
export async function findInstaller(cwd: string): Promise<Installer> {
  for (const command of [['uv'], ['python3', '-m', 'uv']]) {
    if (await answers([...command, '--version'], cwd)) return uv(command);
  }
  if (await answers(['python3', '-c', 'import venv, ensurepip'], cwd)) return pip();
  throw new FerryError({
    code: 'FERRY_NO_PYTHON',
    message: 'There is neither uv nor a python3 that can make virtual environments',
    next: 'Install uv, or Python 3.9 or newer with venv (on Debian: apt-get install python3-venv).',
    exitCode: 3,
  });
}

function uv(command: readonly string[]): Installer {
  const call = (args: readonly string[], cwd: string) => start([...command, ...args], cwd);
  return {
    name: 'uv',
    async makeEnvironment(folder, python) {
      const request = python === undefined ? [] : ['--python', python];
      check('Making an environment', await call(['venv', '--quiet', ...request, folder], '/'));
    },
    async install(python, args, cwd) {
      check('Installing', await call(['pip', 'install', '--quiet', '--python', python, ...args], cwd));
    },
  };
}

function pip(): Installer {
  return {
    name: 'pip',
    async makeEnvironment(folder) {
      check('Making an environment', await start(['python3', '-m', 'venv', folder], '/'));
    },
    async install(python, args, cwd) {
      const options = ['--quiet', '--disable-pip-version-check', '--no-input'];
      // An environment that uv has made has no pip of its own; another Python's can stand in.
      const hasPip = await answers([python, '-c', 'import pip'], cwd);
      const command = hasPip ? [python, '-m', 'pip'] : ['python3', '-m', 'pip', '--python', python];
      check('Installing', await start([...command, 'install', ...options, ...args], cwd));
    },
  };
}

function start([program = '', ...args]: readonly string[], cwd: string): Promise<RunResult> {
  return run(program, args, { cwd, timeoutMs: TIMEOUT_MS, env: { ...process.env, NO_COLOR: '1' } });
}

async function answers(command: readonly string[], cwd: string): Promise<boolean> {
  try {
    return (await start(command, cwd)).status === 0;
  } catch (error) {
    if (error instanceof FerryError && error.code === 'FERRY_PROGRAM_MISSING') return false;
    throw error;
  }
}

function check(what: string, result: RunResult): void {
  if (result.status === 0) return;
  const output = `${result.stdout}\n${result.stderr}`.trim();
  const last = output.split('\n').slice(-12).join('\n');
  const isOffline = OFFLINE.test(output);
  throw new FerryError({
    code: isOffline ? 'FERRY_OFFLINE' : 'FERRY_INSTALL_FAILED',
    message: `${what} ${result.timedOut ? 'took too long' : 'failed'}:\n${last}`,
    next: isOffline
      ? 'Connect to the package index, or name an environment that has everything with --python.'
      : 'Mend what it complains about, or make the environment by hand and name it with --python.',
    exitCode: 3,
  });
}
