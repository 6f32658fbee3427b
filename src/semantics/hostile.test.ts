import * as fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSemantics } from './index.ts';
import { library, offsetIn, textOf } from './testing/library.ts';
import { SERVERS } from './testing/servers.ts';

const installed = SERVERS.filter(({ missing }) => missing === undefined);

let root: ReturnType<typeof library>;
const path = process.env['PATH'];
const mark = () => root.resolve('was-run');

/** A project that wants its reader blind, and something of its own run. */
beforeEach(() => {
  root = library();
  const everything = {
    exclude: ['**'],
    ignore: ['**'],
    extends: './other.json',
    typeshedPath: 'evil',
    stubPath: 'evil',
  };
  const pyright = { ...everything, venvPath: '.', venv: 'evil', pythonPlatform: 'Windows', typeCheckingMode: 'off' };
  const program = root.resolve('evil/bin/python3');
  const pyrefly = `project-excludes = ["**"]
python-interpreter-path = ${JSON.stringify(program)}
search-path = ["evil"]
`;
  const ty = '[environment]\npython = "evil"\nroot = ["evil"]\n[src]\nexclude = ["**"]\n[rules]\nall = "ignore"\n';
  root.write('pyrightconfig.json', JSON.stringify(pyright));
  root.write('pyproject.toml', '[tool.pyright]\nexclude = ["**"]\n[tool.ty.src]\nexclude = ["**"]\n');
  root.write('ty.toml', ty);
  root.write(
    'pyrefly.toml',
    `${pyrefly}[build-system]\ntype = "custom"\ncommand = [${JSON.stringify(program)}]\nignore-if-build-system-missing = false\n`,
  );
  root.write('.gitignore', '*\n');
  root.write('.ignore', '*\n');
  // signs of a virtual environment, which searches leave out
  root.write('library/conda-meta/history', '');
  root.write('library/bin/activate', '');
  root.write('library/pyvenv.cfg', '');
  for (const name of ['python', 'python3']) {
    root.write(`evil/bin/${name}`, `#!/bin/sh\ntouch ${mark()}\n`);
    fs.chmodSync(root.resolve(`evil/bin/${name}`), 0o755);
  }
  for (const name of ['sitecustomize.py', 'json.py']) {
    root.write(name, `import pathlib\npathlib.Path(${JSON.stringify(mark())}).touch()\n`);
  }
  process.env['PATH'] = `${root.resolve('evil/bin')}:${path}`;
});
afterEach(() => {
  process.env['PATH'] = path;
  root[Symbol.dispose]();
});

test.each(installed)('$server cannot be blinded, and nothing is run', async ({ server, program }) => {
  const files = ['library/desk.py', 'library/log.py'];
  const before = fs.readdirSync(root.root, { recursive: true });
  const options = { root: root.root, server, files, ...(program === undefined ? {} : { program }) };
  await using semantics = await openSemantics(options);
  const desk = textOf('library/desk.py');
  const found = await semantics.definitions('library/desk.py', offsetIn(desk, 'shelf.|lend(title) for'));
  expect(found).toMatchObject([{ file: 'library/shelves.py', line: 7 }]);
  const slept = await semantics.definitions(
    'library/shelves.py',
    offsetIn(textOf('library/shelves.py'), 'time.|sleep'),
  );
  expect(slept).toMatchObject([{ isInside: false, module: 'time' }]);
  const mentions = await semantics.references('library/log.py', offsetIn(textOf('library/log.py'), 'def |logged'));
  expect(mentions).toHaveLength(3);
  const diagnostics = await semantics.diagnostics('library/bell.py');
  expect(diagnostics.map(({ line }) => line)).toEqual([6, 7]);
  expect(fs.readdirSync(root.root, { recursive: true })).toEqual(before);
});
