import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './lock.mjs';
import { must } from './run.mjs';

const OLDEST = [3, 10];
const PROBE =
  'import sys, json, importlib.util as u\n' +
  'print(json.dumps([list(sys.version_info[:3]), bool(u.find_spec("venv")), bool(u.find_spec("ensurepip")), sys.executable]))';

const at = (/** @type {string} */ root) => ({
  venv: path.join(root, '.venv'),
  python: path.join(root, '.venv', 'bin', 'python'),
  uv: path.join(root, '.venv', 'bin', 'uv'),
  stamp: path.join(root, '.venv', 'ferryman-setup.json'),
  requirements: path.join(root, 'runtime', 'requirements-dev.txt'),
  project: path.join(root, 'runtime', 'pyproject.toml'),
});

// The folder counts too: a virtual environment that was moved with its checkout has wrong paths inside.
function fingerprint(/** @type {string} */ root) {
  const { requirements, project } = at(root);
  const hash = createHash('sha256').update(root);
  for (const file of [requirements, project]) hash.update(existsSync(file) ? readFileSync(file) : 'none');
  return hash.digest('hex');
}

function readStamp(/** @type {string} */ root) {
  try {
    return JSON.parse(readFileSync(at(root).stamp, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether .venv was built to its end from today's inputs. @param {string} root */
export function pythonIsReady(root) {
  // existsSync follows the link: false too when the interpreter behind the environment was uninstalled
  return readStamp(root)?.inputs === fingerprint(root) && existsSync(at(root).python);
}

/** .venv with uv, the pinned libraries and the runtime, editable. @param {string} root @param {(text: string) => void} say */
export function setUpPython(root, say) {
  if (pythonIsReady(root)) return;
  const { venv, python, uv, stamp, requirements, project } = at(root);
  const inputs = fingerprint(root);
  const usable = readStamp(root)?.root === root && existsSync(uv) && existsSync(python);
  rmSync(stamp, { force: true }); // from here until the last line the environment counts as unfinished
  if (!usable) {
    const found = findPython();
    say(`virtual environment .venv with Python ${found.version} (${found.executable})`);
    rmSync(venv, { recursive: true, force: true });
    must(found.executable, ['-m', 'venv', venv], {
      cwd: root,
      timeoutMs: 3 * 60_000,
      next: missingVenv(found.version),
    });
    const pinned = /^uv==(\S+)/m.exec(readFileSync(requirements, 'utf8'));
    const wanted = pinned ? `uv==${pinned[1]}` : 'uv';
    say(`${wanted} from PyPI`);
    must(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wanted], {
      cwd: root,
      timeoutMs: 5 * 60_000,
      next: `Run \`.venv/bin/python -m pip install ${wanted}\` by hand to see the whole output.`,
    });
  }
  const targets = ['-r', requirements, ...(existsSync(project) ? ['-e', path.dirname(project)] : [])];
  say(`pinned Python libraries${existsSync(project) ? ' and the runtime package' : ''} into .venv`);
  try {
    must(uv, ['pip', 'install', '--quiet', '--python', python, ...targets], {
      cwd: root,
      timeoutMs: 10 * 60_000,
      next: 'Run `.venv/bin/uv pip install --python .venv/bin/python -r runtime/requirements-dev.txt` to see the whole output.',
    });
  } catch (error) {
    // Refused, not killed: the environment is whole, only behind. Without a network it must not be thrown away next time.
    writeFileSync(stamp, `${JSON.stringify({ inputs: 'behind', root })}\n`);
    throw error;
  }
  writeFileSync(stamp, `${JSON.stringify({ inputs, root })}\n`);
}

/** The first Python that can make an environment; FERRYMAN_PYTHON, then the usual names, then pyenv's. */
function findPython() {
  const named = process.env.FERRYMAN_PYTHON;
  const names = ['python3.11', 'python3', 'python3.12', 'python3.13', 'python3.14', 'python3.10', 'python'];
  const tried = [];
  for (const candidate of named ? [named] : [...names, ...pyenvPythons()]) {
    const probe = spawnSync(candidate, ['-c', PROBE], { encoding: 'utf8', timeout: 20_000 });
    if (probe.status !== 0) continue;
    const [numbers, venv, ensurepip, executable] = JSON.parse(probe.stdout);
    const version = numbers.join('.');
    if (numbers[0] < OLDEST[0] || (numbers[0] === OLDEST[0] && numbers[1] < OLDEST[1])) {
      tried.push(`${executable} is Python ${version}, too old`);
    } else if (!venv || !ensurepip) {
      tried.push(`${executable} (Python ${version}) has no ${venv ? 'ensurepip' : 'venv'} module`);
    } else {
      return { executable, version };
    }
  }
  throw new SetupError(
    `no Python >= ${OLDEST.join('.')} with venv was found${tried.map((line) => `\n  ${line}`).join('')}`,
    named
      ? 'Point FERRYMAN_PYTHON at a Python >= 3.10 that has venv, or unset it.'
      : 'Debian, Ubuntu: `apt-get install python3 python3-venv`; Fedora: `dnf install python3`; macOS: `brew install python`. Another place: FERRYMAN_PYTHON=/path/to/python3.',
  );
}

function pyenvPythons() {
  const home = process.env.PYENV_ROOT ?? path.join(process.env.HOME ?? '', '.pyenv');
  const versions = path.join(home, 'versions');
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .sort()
    .reverse()
    .map((name) => path.join(versions, name, 'bin', 'python'));
}

function missingVenv(/** @type {string} */ version) {
  const [major, minor] = version.split('.');
  return `Debian, Ubuntu: \`apt-get install python${major}.${minor}-venv\` (or python3-venv), then run this again.`;
}
