import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { PYTHON, projectOf } from '../testing/project.ts';
import { findInstaller } from './installer.ts';

const outside = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = outside;
});

it('does without uv: venv makes the environment, pip installs into it', async () => {
  using project = projectOf({
    'bin/readme': 'only python3 is here',
    'ferry/pyproject.toml': `[build-system]
requires = []
build-backend = "build"
backend-path = ["."]
`,
    'ferry/build.py': 'raise SystemExit("the shipyard is closed")\n',
  });
  fs.symlinkSync(fs.realpathSync(PYTHON), path.join(project.root, 'bin', 'python3'));
  process.env['PATH'] = path.join(project.root, 'bin');
  const installer = await findInstaller(project.root);
  expect(installer.name).toBe('pip');
  await installer.makeEnvironment(path.join(project.root, 'venv'), undefined);
  const python = path.join(project.root, 'venv', 'bin', 'python');
  expect(fs.existsSync(python)).toBe(true);
  await expect(installer.install(python, ['./ferry'], project.root)).rejects.toMatchObject({
    code: 'FERRY_INSTALL_FAILED',
    message: expect.stringContaining('the shipyard is closed'),
    exitCode: 3,
  });
});

it('says what is missing where there is no Python at all', async () => {
  using project = projectOf({});
  process.env['PATH'] = project.root;
  await expect(findInstaller(project.root)).rejects.toMatchObject({ code: 'FERRY_NO_PYTHON', exitCode: 3 });
});
