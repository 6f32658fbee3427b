import { expect, test } from 'vitest';
import { smallProject } from '../testing/small-project.ts';
import { lowestPython } from './python.ts';

const project = (said: string) => ({ 'pyproject.toml': `[project]\nname = "library"\nrequires-python = ${said}\n` });
const poetry = (said: string) => ({
  'pyproject.toml': `[tool.poetry]\nname = "library"\n\n[tool.poetry.dependencies]\nfastapi = "^0.110"\npython = ${said}\n`,
});

test.each([
  ['">=3.9"', 9],
  ["'>=3.10'", 10],
  ['">=3.9,<4"', 9],
  ['">=3.9,<3.14"', 9],
  ['"<3.14,>=3.11"', 11],
  ['"<3.13, >=3.10, !=3.11.2"', 10],
  ['"~=3.12"', 12],
  ['"==3.11.*"', 11],
  ['">3.8"', 8],
  ['">= 3.9, < 3.14"', 9],
  ['"<4"', undefined],
  ['"< 3.14"', undefined],
  ['"<3.14"', undefined],
  ['"!=3.9.1"', undefined],
  ['">=3.10, != 3.9.1"', 10],
  ['">=2.3.9"', undefined],
])('requires-python = %s', (said, minor) => {
  expect(lowestPython(smallProject(project(said)))).toBe(minor);
});

test.each([
  ['"^3.10"', 10],
  ['"~3.9"', 9],
  ['"3.12"', 12],
  ['">=3.8.1,<4.0"', 8],
  ['"^3.9 || ^3.11"', 9],
])("python = %s among Poetry's dependencies", (said, minor) => {
  expect(lowestPython(smallProject(poetry(said)))).toBe(minor);
});

test.each([
  ['setup.cfg', '[options]\npython_requires = >=3.9\ninstall_requires =\n    fastapi>=3.1\n', 9],
  ['setup.py', 'from setuptools import setup\n\nsetup(name="library", python_requires=">=3.10")\n', 10],
  ['setup.cfg', '[options]\ninstall_requires =\n    python-dateutil>=3.1\n', undefined],
  ['setup.py', 'from setuptools import setup\n\nsetup(name="library")\n', undefined],
])('%s', (file, text, minor) => {
  expect(lowestPython(smallProject({ [file]: text }))).toBe(minor);
});

test('of several, the lowest', () => {
  const root = smallProject({ ...project('">=3.11"'), 'setup.cfg': '[options]\npython_requires = >=3.9\n' });
  expect(lowestPython(root)).toBe(9);
});

test('a project that does not say', () => {
  expect(lowestPython(smallProject({ 'main.py': 'print("ahoy")\n' }))).toBe(undefined);
  const elsewhere = '[tool.library]\npython = "3.8"\n\n[tool.poetry.dependencies]\nfastapi = "3.1"\n';
  expect(lowestPython(smallProject({ 'pyproject.toml': elsewhere }))).toBe(undefined);
});
