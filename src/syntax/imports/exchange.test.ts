import { beforeAll, expect, test } from 'vitest';
import {
  analyseScopes,
  applyEdits,
  checkEdited,
  dropImport,
  type ImportOptions,
  type ImportRequest,
  loadPython,
  needImport,
  planImports,
  readSource,
  withTree,
} from '../index.ts';

beforeAll(async () => {
  await loadPython();
});

/** The file after its import requests, checked to parse. */
function after(text: string, requests: readonly ImportRequest[], options: ImportOptions = {}): string {
  const file = readSource('app/db.py', Buffer.from(text));
  if (file.kind === 'refused') throw new Error(file.message);
  const { edits } = withTree(file, (root) => planImports(file, root, analyseScopes(root), requests, options));
  const edited = applyEdits(file, edits);
  checkEdited(file, edited);
  return edited;
}

test.each([
  ['above it', 'sqlalchemy.ext.asyncio', 'AsyncSession'],
  ['below it', 'sqlalchemy.sql', 'select'],
])('what is new takes the place of a section that goes, sorted %s', (_, module, name) => {
  const text =
    'import sys\n\nfrom sqlalchemy.orm import Session\n\nfrom library.database import engine\n\nsys, engine\n';
  const requests = [dropImport('sqlalchemy.orm', 'Session'), needImport(module, name)];
  expect(after(text, requests, { firstParty: new Set(['library']) })).toBe(
    text.replace('sqlalchemy.orm import Session', `${module} import ${name}`),
  );
});

test('what is new comes between two lines that go', () => {
  const text = 'from ferryman import create_engine\nfrom sqlalchemy.orm import Session\n\nprint()\n';
  const requests = [
    dropImport('ferryman', 'create_engine'),
    dropImport('sqlalchemy.orm', 'Session'),
    needImport('sqlalchemy.ext.asyncio', 'AsyncSession'),
  ];
  expect(after(text, requests)).toBe('from sqlalchemy.ext.asyncio import AsyncSession\n\nprint()\n');
});
