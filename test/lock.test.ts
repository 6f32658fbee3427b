import { expect, test } from 'vitest';
import { z } from 'zod';
import { textOf } from './tree.ts';

const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ resolved: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
    ),
  })
  .parse(JSON.parse(textOf('package-lock.json')));

test('every optional dependency of the lock has an entry, so that npm ci works on every platform', () => {
  const entries = Object.keys(lock.packages);
  const missing = Object.entries(lock.packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !entries.some((entry) => entry.endsWith(`node_modules/${name}`)))
      .map(
        (name) =>
          `${owner || 'package.json'} wants ${name}: pin ${owner} to a version whose platforms are all published`,
      ),
  );
  expect(missing).toEqual([]);
});

test('the lock names no host', () => {
  const resolved = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined);
  expect(
    resolved.map(([name]) => `${name} has "resolved": run npm with omit-lockfile-registry-resolved=true (.npmrc)`),
  ).toEqual([]);
});
