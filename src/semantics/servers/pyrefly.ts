import { pathToFileURL } from 'node:url';
import { DEFAULT_VERSION, environmentOf, type Launch, unlisted, type Wishes } from './launch.ts';

/**
 * Pyrefly reads the file at `configPath` instead of the project's `pyrefly.toml` and `[tool.pyrefly]`. By intention of its
 * makers the text of an editor counts for its own file only, others see the disk until it is saved (1.4.1;
 * facebook/pyrefly#5005): no overlays.
 */
export function launchPyrefly(wishes: Wishes): Launch {
  const { desk, root, sourceRoots, environment } = wishes;
  const lines = [
    `search-path = ${JSON.stringify([root, ...sourceRoots])}`,
    `site-package-path = ${JSON.stringify(environment?.packages ?? [])}`,
    `python-version = ${JSON.stringify(`${environment?.version ?? DEFAULT_VERSION}.0`)}`,
    'python-platform = "linux"',
    'skip-interpreter-query = true',
    `project-includes = ${JSON.stringify([`${root}/**`])}`,
    `project-excludes = ${JSON.stringify(unlisted(wishes))}`,
    'disable-project-excludes-heuristics = true',
    'use-ignore-files = false',
    'enabled-ignores = ["pyrefly"]',
  ];
  desk.write('pyrefly.toml', `${lines.join('\n')}\n`);
  const pyrefly = { configPath: desk.resolve('pyrefly.toml'), diagnosticMode: 'openFilesOnly' };
  return {
    program: wishes.program ?? 'pyrefly',
    args: ['lsp'],
    home: desk.root,
    env: environmentOf(wishes),
    workspace: pathToFileURL(root).href,
    hasOverlays: false,
    settings: { python: { pyrefly }, pyrefly },
  };
}
