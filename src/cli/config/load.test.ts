import { expect, test } from 'vitest';
import { FerryError } from '../../base/index.ts';
import { temporaryProject } from '../testing/harness.ts';
import { loadConfig } from './load.ts';

/** Settings, or the error as a user would read it, with the folder's name taken out. */
function load(files: Readonly<Record<string, string>>): unknown {
  using project = temporaryProject(files);
  const relative = (text: string | undefined) => text?.replace(`${project.root}/`, '');
  try {
    const config = loadConfig(project.root);
    return { ...config, file: relative(config.file) };
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return `${error.code} (exit ${error.exitCode}): ${error.message}\n${relative(error.where)}\n${error.next}`;
  }
}

test('a project without settings', () => {
  expect(load({ 'pyproject.toml': '[project]\nname = "ferry-booking"\n' })).toEqual({ file: undefined });
});

test('settings in pyproject.toml', () => {
  const text =
    '[project]\nname = "ferry-booking"\n\n[tool.ferryman]\npython = ".venv"\ntimeout = 600\npytest = ["-x"]\n';
  expect(load({ 'pyproject.toml': text })).toMatchInlineSnapshot(`
    {
      "file": "pyproject.toml",
      "pytest": [
        "-x",
      ],
      "python": ".venv",
      "timeout": 600,
    }
  `);
});

test('settings in ferryman.toml', () => {
  expect(load({ 'ferryman.toml': 'branch = "on-the-loop"\n' })).toMatchInlineSnapshot(`
    {
      "branch": "on-the-loop",
      "file": "ferryman.toml",
    }
  `);
});

test('a mistyped setting is an error with its line and the right name', () => {
  const text = '[project]\nname = "ferry-booking"\n\n[tool.ferryman]\npyhton = ".venv"\n';
  expect(load({ 'pyproject.toml': text })).toMatchInlineSnapshot(`
    "FERRY_CONFIG (exit 2): unknown setting "pyhton"
    pyproject.toml:5
    Did you mean "python"?"
  `);
});

test('an unknown setting that resembles none', () => {
  expect(load({ 'ferryman.toml': 'captain = "Anna"\n' })).toMatchInlineSnapshot(`
    "FERRY_CONFIG (exit 2): unknown setting "captain"
    ferryman.toml:1
    The settings are python, types, branch, timeout, knowledge, threaded, pytest."
  `);
});

test('the heading of pyproject.toml in ferryman.toml', () => {
  expect(load({ 'ferryman.toml': '[tool.ferryman]\ntimeout = 60\n' })).toMatchInlineSnapshot(`
    "FERRY_CONFIG (exit 2): unknown setting "tool"
    ferryman.toml
    Here settings stand at the top, without [tool.ferryman]. The settings are python, types, branch, timeout, knowledge, threaded, pytest."
  `);
});

test('a value of the wrong type', () => {
  expect(load({ 'ferryman.toml': '# tests\ntimeout = "ten minutes"\n' })).toMatchInlineSnapshot(`
    "FERRY_CONFIG (exit 2): setting "timeout": expected number, received string
    ferryman.toml:2
    docs/cli.md lists the settings and their types."
  `);
});

test('endpoints that stay in threads', () => {
  const names = ['harbour.routes:plan', 'GET /voyages/{number}', 'harbour.app:make.<locals>.tides'];
  expect(load({ 'ferryman.toml': `threaded = ${JSON.stringify(names)}\n` })).toEqual({
    file: 'ferryman.toml',
    threaded: names,
  });
  expect(load({ 'ferryman.toml': 'branch = "on-the-loop"\nthreaded = ["/voyages"]\n' })).toMatchInlineSnapshot(`
    "FERRY_CONFIG (exit 2): setting "threaded": an endpoint is "module:qualname" or "GET /path"
    ferryman.toml:2
    docs/cli.md lists the settings and their types."
  `);
});

test('settings that are not a table', () => {
  expect(load({ 'pyproject.toml': '[tool]\nferryman = 3\n' })).toMatchInlineSnapshot(`
    "FERRY_CONFIG (exit 2): setting "ferryman": expected object, received number
    pyproject.toml:2
    docs/cli.md lists the settings and their types."
  `);
});

test('both files at once', () => {
  expect(
    load({ 'ferryman.toml': 'timeout = 60\n', 'pyproject.toml': '[tool.ferryman]\ntimeout = 90\n' }),
  ).toMatchInlineSnapshot(`
    "FERRY_CONFIG (exit 2): there are settings in ferryman.toml and in [tool.ferryman] of pyproject.toml
    ferryman.toml
    Keep one of the two."
  `);
});

test('TOML that cannot be read', () => {
  expect(load({ 'pyproject.toml': '[project\nname = "ferry-booking"\n' })).toMatchInlineSnapshot(`
    "FERRY_CONFIG (exit 2): pyproject.toml is not valid TOML: illegal character in key
    pyproject.toml:1
    Correct the line, then run the command again."
  `);
});
