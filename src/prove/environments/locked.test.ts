import { expect, it } from 'vitest';
import { projectOf } from '../testing/project.ts';
import { readLock } from './locked.ts';

function lockOf(file: string, text: string) {
  using project = projectOf({ [file]: text });
  return readLock(project.root);
}

it('reads what uv pins, the project itself and what comes from elsewhere left out', () => {
  const text = `version = 1

[[package]]
name = "ferry"
version = "1.0"
source = { editable = "." }

[[package]]
name = "SQLAlchemy"
version = "2.0.36"
source = { registry = "https://index.example/simple" }

[[package]]
name = "charts"
version = "0.1"
source = { git = "https://git.example/charts?rev=1#1" }

[[package]]
name = "numpy"
version = "1.26.4"
source = { registry = "https://index.example/simple" }

[[package]]
name = "numpy"
version = "2.2.0"
source = { registry = "https://index.example/simple" }
`;
  expect(lockOf('uv.lock', text)).toEqual({ file: 'uv.lock', constraints: ['sqlalchemy==2.0.36'] });
});

it('reads what Poetry and PDM pin', () => {
  const poetry = `[[package]]
name = "fastapi"
version = "0.115.0"
optional = false

[[package]]
name = "own-index"
version = "1.2"
[package.source]
type = "legacy"
url = "https://index.example/simple"

[[package]]
name = "charts"
version = "0.1"
[package.source]
type = "git"
url = "https://git.example/charts"
`;
  expect(lockOf('poetry.lock', poetry)?.constraints).toEqual(['fastapi==0.115.0', 'own-index==1.2']);
  const pdm =
    '[[package]]\nname = "fastapi"\nversion = "0.115.0"\n\n[[package]]\nname = "a"\nversion = "1"\npath = "./a"\n';
  expect(lockOf('pdm.lock', pdm)?.constraints).toEqual(['fastapi==0.115.0']);
});

it('reads a lock of PEP 751 and one of Pipenv', () => {
  const pylock =
    '[[packages]]\nname = "fastapi"\nversion = "0.115.0"\n\n[[packages]]\nname = "b"\nversion = "1"\ndirectory = { path = "b" }\n';
  expect(lockOf('pylock.toml', pylock)?.constraints).toEqual(['fastapi==0.115.0']);
  const pipenv = { default: { fastapi: { version: '==0.115.0' } }, develop: { pytest: { version: '==8.3.3' } } };
  expect(lockOf('Pipfile.lock', JSON.stringify(pipenv))?.constraints).toEqual(['fastapi==0.115.0', 'pytest==8.3.3']);
});

it('does without a lock that cannot be read, and never makes an option of what it says', () => {
  expect(lockOf('poetry.lock', '<<<<<<< HEAD\n[[package]]\n')).toBeUndefined();
  const hostile =
    '[[package]]\nname = "--index-url=https://evil.example"\nversion = "1"\n\n[[package]]\nname = "a"\nversion = "1 --pre"\n';
  expect(lockOf('uv.lock', hostile)).toEqual({ file: 'uv.lock', constraints: [] });
});
