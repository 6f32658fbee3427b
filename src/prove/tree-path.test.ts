import { expect, it } from 'vitest';
import type { ProofEnvironment } from './environments/environment.ts';
import { projectOf } from './testing/project.ts';
import { importFolders } from './tree-path.ts';

it('imports from the copy wherever the environment imports from the checkout, and never from its packages', () => {
  using checkout = projectOf({ 'backend/library.py': '', '.venv/bin/python': '', '.venv/lib/site.py': '' });
  using copy = projectOf({ 'backend/library.py': '', 'src/ferries/__init__.py': '', '.venv/lib/site.py': '' });
  const environment: ProofEnvironment = {
    how: 'checkout',
    overlay: [],
    interpreter: {
      executable: `${checkout.root}/.venv/bin/python`,
      version: '3.12.1',
      packages: {},
      path: ['/usr/lib/python3.12', `${checkout.root}/.venv/lib`, `${checkout.root}/backend`, `${checkout.root}/gone`],
    },
  };
  expect(importFolders(checkout.root, copy.root, environment)).toEqual([
    `${copy.root}/backend`,
    `${copy.root}/src`,
    copy.root,
  ]);
});
