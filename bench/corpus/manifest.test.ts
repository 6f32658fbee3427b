import { expect, it } from 'vitest';
import { readManifest } from './manifest.ts';

it('holds every application once, quickest first, each pinned by hash', () => {
  const apps = readManifest();
  expect(
    apps.map(({ id, python, fast, clock, postgres }) => [
      id,
      python,
      fast,
      clock !== undefined,
      postgres !== undefined,
    ]),
  ).toEqual([
    ['sqlmodel-tutorial', '3.11', true, false, false],
    ['fastapi-0.165.0', '3.11', true, false, false],
    ['cndb', '3.12', true, false, false],
    ['quetz', '3.11', false, false, true],
    ['datajunction-0.0.1a38', '3.11', false, true, false],
  ]);
  expect(new Set(apps.map(({ sha256 }) => sha256)).size).toBe(apps.length);
});
