import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../base/index.ts';
import { ferryman, temporaryProject } from '../testing/harness.ts';

const PYTHON = path.join(import.meta.dirname, '..', '..', '..', '.venv', 'bin', 'python');

/** A real virtual environment that believes these distributions are installed. */
async function environment(root: string, packages: Readonly<Record<string, string>>): Promise<void> {
  await run(PYTHON, ['-m', 'venv', '--without-pip', '.venv'], { cwd: root, timeoutMs: 60_000 });
  const library = path.join(root, '.venv', 'lib');
  const site = path.join(library, fs.readdirSync(library)[0] ?? '', 'site-packages');
  for (const [name, version] of Object.entries(packages)) {
    const folder = path.join(site, `${name.replaceAll('-', '_')}-${version}.dist-info`);
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`);
  }
}

async function git(root: string, ...args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=Anna', '-c', 'user.email=anna@ferries.example'];
  await run('git', [...identity, ...args], { cwd: root, timeoutMs: 30_000 });
}

async function doctor(root: string, ...argv: readonly string[]): Promise<string> {
  const { exitCode, out, err } = await ferryman(root, 'doctor', ...argv);
  const text = `exit ${exitCode}\n${out}${err}`;
  // What differs from machine to machine.
  return text
    .replaceAll(root, '<here>')
    .replace(/^(ok +Node ).*/m, '$1<version>')
    .replace(/^(ok +git version ).*/m, '$1<version>')
    .replace(/Python 3\.\d+\.\d+/g, 'Python <version>');
}

test('a project that is ready', async () => {
  using project = temporaryProject({
    'pyproject.toml': '[project]\nname = "ferry-booking"\n',
    '.gitignore': '.venv\n',
  });
  await environment(project.root, {
    SQLAlchemy: '2.0.36',
    greenlet: '3.1.1',
    fastapi: '0.115.0',
    psycopg: '3.2.3',
    ferryman: '0.1.0',
  });
  await git(project.root, 'init', '--quiet');
  await git(project.root, 'add', '.');
  await git(project.root, 'commit', '--quiet', '-m', 'Open the booking office');
  expect(await doctor(project.root)).toMatchInlineSnapshot(`
    "exit 0
    ok       Node <version>
    ok       a Python project (pyproject.toml)
    ok       git version <version>
    ok       the work tree is clean
    ok       Python <version> (<here>/.venv/bin/python)
    ok       SQLAlchemy 2.0.36
    ok       greenlet 3.1.1
    ok       FastAPI 0.115.0
    ok       drivers for the loop: psycopg 3.2.3
    ok       runtime package ferryman 0.1.0
    "
  `);
});

test('a project with everything to do', async () => {
  using project = temporaryProject({ 'app.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n' });
  await environment(project.root, {
    SQLAlchemy: '1.3.24',
    fastapi: '0.68.0',
    'psycopg2-binary': '2.9.9',
    gevent: '24.2.1',
  });
  expect(await doctor(project.root)).toMatchInlineSnapshot(`
    "exit 3
    ok       Node <version>
    warning  no pyproject.toml, setup.py, setup.cfg, requirements.txt or Pipfile
             here. Name the folder that holds the project.
    ok       git version <version>
    problem  the project is not in a git repository. \`git init\`, then commit the
             project as it is.
    ok       Python <version> (<here>/.venv/bin/python)
    problem  SQLAlchemy 1.3.24 has no asyncio support. Upgrade to SQLAlchemy 1.4 or
             newer first.
    warning  greenlet is not installed there. \`pip install "sqlalchemy[asyncio]"\`;
             \`ferryman migrate\` adds it to the dependency files.
    problem  FastAPI 0.68.0 is older than any that was tried. Upgrade to FastAPI
             0.79 or newer first.
    warning  psycopg2-binary 2.9.9 cannot run on the loop. Its sibling is
             psycopg[binary]: \`pip install "psycopg[binary]"\`.
    warning  gevent 24.2.1 is installed. If the application is patched by gevent,
             Ferryman refuses it: the two would take the same greenlets.
    warning  the runtime package ferryman is not installed there. \`ferryman migrate\`
             adds it to the dependency files; install them afterwards.
    "
  `);
});

test('an interpreter that is none', async () => {
  using project = temporaryProject({ 'pyproject.toml': '[project]\nname = "ferry-booking"\n' });
  await git(project.root, 'init', '--quiet');
  const { exitCode, out } = await ferryman(project.root, 'doctor', '--python', 'no-such-venv', '--format', 'json');
  const { checks }: { checks: { id: string }[] } = JSON.parse(out.replaceAll(project.root, '<here>'));
  expect(exitCode).toBe(3);
  expect(checks.filter(({ id }) => ['environment', 'repository'].includes(id))).toMatchInlineSnapshot(`
    [
      {
        "id": "repository",
        "next": "Commit the project as it is.",
        "status": "problem",
        "what": "the repository has no commit yet",
      },
      {
        "id": "environment",
        "next": "Name an interpreter or the folder of a virtual environment.",
        "status": "problem",
        "what": "The Python that was named is not there (<here>/no-such-venv)",
      },
    ]
  `);
});
