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
    install: ['.[test]', '-r', 'requirements.txt', '-r', 'requirements/test.txt', '--group', 'dev', 'pytest'],
    python: '>=3.10',
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
