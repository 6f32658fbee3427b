import { createRequire } from 'node:module';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEFAULT_VERSION, environmentOf, type Launch, listedEnvironment, unlisted, type Wishes } from './launch.ts';

/**
 * Pyright looks for its configuration in the workspace and ignores client settings where it finds one. So the workspace
 * is the desk, whose configuration is ours and points at the project: the project's own `pyrightconfig.json` and
 * `[tool.pyright]` are never read, and cannot exclude, ignore, extend or redirect anything. With `venv`, `pythonVersion`
 * and `pythonPlatform` given, pyright starts no interpreter (`findPythonSearchPaths` of its source, 1.1.414).
 */
export function launchPyright(wishes: Wishes): Launch {
  const { desk, root, sourceRoots, environment } = wishes;
  const relative = (folder: string) => path.relative(desk.root, folder);
  listedEnvironment(wishes);
  const configuration = {
    include: [relative(root)],
    exclude: unlisted(wishes).map(relative),
    executionEnvironments: [{ root: relative(root), extraPaths: sourceRoots.map(relative) }],
    venvPath: '.',
    venv: 'environment',
    pythonVersion: environment?.version ?? DEFAULT_VERSION,
    pythonPlatform: 'Linux',
    stubPath: relative(path.join(root, 'typings')),
    useLibraryCodeForTypes: true,
    enableTypeIgnoreComments: false,
    typeCheckingMode: 'standard',
    reportUnusedCoroutine: 'error',
    reportUnnecessaryComparison: 'error',
    reportUnnecessaryContains: 'error',
    reportMissingModuleSource: 'none',
  };
  desk.write('pyrightconfig.json', `${JSON.stringify(configuration, null, 2)}\n`);
  const require = createRequire(import.meta.url);
  const server = require.resolve('pyright/langserver.index.js');
  const { version } = require('pyright/package.json') as { readonly version: string };
  return {
    program: process.execPath,
    args: [server, '--stdio'],
    home: desk.root,
    env: environmentOf(wishes),
    workspace: pathToFileURL(desk.root).href,
    version,
    hasOverlays: true,
    settings: { python: { analysis: { diagnosticMode: 'openFilesOnly', logLevel: 'Error' } }, pyright: {} },
  };
}
