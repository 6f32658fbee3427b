import { expect, test } from 'vitest';
import { nameModules } from './naming.ts';

const nothing = { configured: [], imported: new Set<string>() };

test('modules are named from the root, packages or not', () => {
  const naming = nameModules({ ...nothing, files: ['ferry/__init__.py', 'ferry/api/berths.py', 'main.py'] });
  expect(['ferry/__init__.py', 'ferry/api/berths.py', 'main.py'].map((file) => naming.namesOf(file))).toEqual([
    ['ferry'],
    ['ferry.api.berths'],
    ['main'],
  ]);
});

test('a src layout names its packages from src, and from the root second', () => {
  const naming = nameModules({ ...nothing, files: ['src/ferry/__init__.py', 'src/ferry/api.py', 'tests/test_api.py'] });
  expect(naming.namesOf('src/ferry/api.py')).toEqual(['ferry.api', 'src.ferry.api']);
  expect(naming.namesOf('tests/test_api.py')).toEqual(['tests.test_api']);
});

test('a package called src is a package', () => {
  const naming = nameModules({ ...nothing, files: ['src/__init__.py', 'src/api.py'] });
  expect(naming.namesOf('src/api.py')).toEqual(['src.api']);
});

test('a folder counts as a source root when the imports of the project say so', () => {
  const files = ['backend/app/__init__.py', 'backend/app/db.py', 'backend/app/main.py'];
  const naming = nameModules({ ...nothing, files, imported: new Set(['app.db', 'fastapi']) });
  expect(naming.namesOf('backend/app/db.py')).toEqual(['app.db', 'backend.app.db']);
});

test('the name that is imported comes first', () => {
  const files = ['src/ferry/api.py'];
  const naming = nameModules({ ...nothing, files, imported: new Set(['src.ferry.api']) });
  expect(naming.namesOf('src/ferry/api.py')).toEqual(['src.ferry.api', 'ferry.api']);
});
