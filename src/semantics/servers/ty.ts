import { pathToFileURL } from 'node:url';
import { DEFAULT_VERSION, environmentOf, type Launch, listedEnvironment, type Wishes } from './launch.ts';

/** ty reads `configurationFile` instead of the project's `ty.toml` and `[tool.ty]`. */
export function launchTy(wishes: Wishes): Launch {
  const { desk, root, sourceRoots, environment } = wishes;
  const lines = [
    '[environment]',
    `root = ${JSON.stringify([root, ...sourceRoots])}`,
    `python = ${JSON.stringify(listedEnvironment(wishes))}`,
    `python-version = ${JSON.stringify(environment?.version ?? DEFAULT_VERSION)}`,
    'python-platform = "linux"',
    '[src]',
    'respect-ignore-files = false',
    '[analysis]',
    'respect-type-ignore-comments = false',
  ];
  desk.write('ty.toml', `${lines.join('\n')}\n`);
  const configurationFile = desk.resolve('ty.toml');
  return {
    program: wishes.program ?? 'ty',
    args: ['server'],
    home: desk.root,
    env: environmentOf(wishes),
    workspace: pathToFileURL(root).href,
    hasOverlays: true,
    settings: { ty: { configurationFile, diagnosticMode: 'openFilesOnly' }, configurationFile },
  };
}
