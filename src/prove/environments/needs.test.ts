import { expect, it } from 'vitest';
import { projectOf } from '../testing/project.ts';
import { readNeeds } from './needs.ts';

it('takes the extras and groups that tests need, and requirement files by their usual names', () => {
  using project = projectOf({
    'pyproject.toml': `[project]
name = "library"
requires-python = ">=3.10"
[project.optional-dependencies]
postgres = ["psycopg"]
test = ["httpx"]
[dependency-groups]
dev = ["ruff"]
docs = ["mkdocs"]
`,
    'requirements.txt': 'fastapi\n',
    'requirements.in': 'fastapi\n',
    'requirements/test.txt': 'pytest-mock\n',
    'requirements-docs.txt': 'mkdocs\n',
  });
  expect(readNeeds(project.root)).toEqual({
    install: ['.[test]', '-r', 'requirements.txt', '-r', 'requirements/test.txt', 'ruff', 'pytest'],
    python: '>=3.10',
    lock: undefined,
    files: ['pyproject.toml', 'requirements.txt', 'requirements/test.txt'],
  });
});

it('does not take a pyproject.toml that only configures tools for a package', () => {
  using project = projectOf({ 'pyproject.toml': '[tool.black]\nline-length = 100\n', 'requirements.txt': 'fastapi\n' });
  expect(readNeeds(project.root).install).toEqual(['-r', 'requirements.txt', 'pytest']);
});

it('says what to do when nothing is declared, and when pyproject.toml is broken', () => {
  using nothing = projectOf({ 'app.py': '' });
  expect(() => readNeeds(nothing.root)).toThrow(
    expect.objectContaining({ code: 'FERRY_NO_DEPENDENCIES', exitCode: 3 }),
  );
  using broken = projectOf({ 'pyproject.toml': '[project\n' });
  expect(() => readNeeds(broken.root)).toThrow(expect.objectContaining({ code: 'FERRY_BAD_PYPROJECT', exitCode: 2 }));
});

it('takes the groups of Poetry, and its constraints in the words of pip', () => {
  using project = projectOf({
    'pyproject.toml': `[tool.poetry]
name = "library"
version = "1"
[tool.poetry.dependencies]
python = "^3.11"
fastapi = "^0.115"
[tool.poetry.extras]
test = ["httpx"]
[tool.poetry.group.test.dependencies]
pytest-mock = "^3.12.1"
anyio = { version = "~4.4", extras = ["trio"] }
freezegun = "*"
respx = "0.21.1"
charts = { git = "https://git.example/charts" }
[tool.poetry.group.docs.dependencies]
mkdocs = "*"
[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
`,
    'poetry.lock': '[[package]]\nname = "fastapi"\nversion = "0.115.0"\n',
  });
  expect(readNeeds(project.root)).toMatchObject({
    install: ['.[test]', 'pytest-mock>=3.12.1,<4', 'anyio[trio]>=4.4,<4.5', 'freezegun', 'respx==0.21.1', 'pytest'],
    lock: { file: 'poetry.lock', constraints: ['fastapi==0.115.0'] },
  });
});

it('installs an application that is no package by what it depends on', () => {
  const dependencies = '[project]\nname = "library"\nversion = "1"\ndependencies = ["fastapi>=0.100"]\n';
  const groups = `[dependency-groups]\ndev = [{ include-group = "test" }, "ruff"]\ntest = ["httpx", { include-group = "dev" }]\n`;
  using uv = projectOf({ 'pyproject.toml': `${dependencies}[tool.uv]\ndev-dependencies = ["pytest-cov"]\n${groups}` });
  expect(readNeeds(uv.root).install).toEqual([
    'fastapi>=0.100',
    'httpx',
    'ruff',
    'httpx',
    'ruff',
    'pytest-cov',
    'pytest',
  ]);
  using poetry = projectOf({
    'pyproject.toml':
      '[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\nfastapi = ">=0.100,<1"\n[build-system]\nrequires = []\n',
  });
  expect(readNeeds(poetry.root).install).toEqual(['fastapi>=0.100,<1', 'pytest']);
  using pipenv = projectOf({ Pipfile: '[packages]\nfastapi = "==0.115.0"\n[dev-packages]\nhttpx = "*"\n' });
  expect(readNeeds(pipenv.root).install).toEqual(['fastapi==0.115.0', 'httpx', 'pytest']);
  using pdm = projectOf({
    'pyproject.toml': `${dependencies}[tool.pdm.dev-dependencies]\ntest = ["httpx"]\ndocs = ["mkdocs"]\n`,
  });
  expect(readNeeds(pdm.root).install).toEqual(['.', 'httpx', 'pytest']);
});

it('never makes an option of what a project says', () => {
  using project = projectOf({
    'pyproject.toml':
      '[project]\nname = "library"\ndependencies = ["--index-url=https://evil.example", "fastapi"]\n[tool.uv]\n',
  });
  expect(readNeeds(project.root).install).toEqual(['fastapi', 'pytest']);
});
