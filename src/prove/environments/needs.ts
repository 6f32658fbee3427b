import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { FerryError } from '../../base/index.ts';
import { type Lock, readLock } from './locked.ts';
import { poetryList } from './poetry.ts';

/** What a project says it needs to be tested. */
export interface Needs {
  /** Arguments of an installer, run in the project's folder. */
  readonly install: readonly string[];
  /** `requires-python`, as written. */
  readonly python: string | undefined;
  /** Versions to stay with, from the lock of the project's own tool. */
  readonly lock: Lock | undefined;
  /** The files it was read from, relative to the project; what is installed depends on their text. */
  readonly files: readonly string[];
}

/** Extras, dependency groups and requirement files that hold what tests need, by the names people give them. */
const TEST_NAMES = ['test', 'tests', 'testing', 'dev', 'develop', 'development'];
const REQUIREMENTS = [
  'requirements.txt',
  'requirements.in',
  'requirements/base.txt',
  'requirements/main.txt',
  ...TEST_NAMES.flatMap((name) => [
    `requirements-${name}.txt`,
    `requirements_${name}.txt`,
    `${name}-requirements.txt`,
    `${name}_requirements.txt`,
    `requirements/${name}.txt`,
  ]),
];

const table = z.record(z.string(), z.unknown()).catch({});
const strings = z
  .array(z.unknown())
  .catch([])
  .transform((items) => items.filter((item) => typeof item === 'string').filter((item) => !item.startsWith('-')));
const lists = z.record(z.string(), strings).catch({});
const pyproject = z.object({
  project: z
    .object({
      'requires-python': z.string().optional().catch(undefined),
      dependencies: strings.default([]),
      'optional-dependencies': lists.default({}),
    })
    .optional()
    .catch(undefined),
  'build-system': z.unknown().optional(),
  'dependency-groups': z.record(z.string(), z.array(z.unknown()).catch([])).catch({}).default({}),
  tool: z
    .object({
      poetry: table.optional(),
      pdm: z
        .object({ 'dev-dependencies': lists.default({}) })
        .optional()
        .catch(undefined),
      uv: z
        .object({ 'dev-dependencies': strings.default([]), package: z.boolean().optional() })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
type Pyproject = z.infer<typeof pyproject>;

/** Read what the project declares. Throws `FERRY_NO_DEPENDENCIES` when it declares nothing that can be installed. */
export function readNeeds(root: string): Needs {
  const has = (file: string) => fs.existsSync(path.join(root, file));
  const declared = has('pyproject.toml') ? readProject(path.join(root, 'pyproject.toml')) : undefined;
  const requirements = REQUIREMENTS.filter(has);
  // A compiled file has more to say than what it was compiled from.
  const chosen = requirements.filter((file) => file !== 'requirements.in' || !has('requirements.txt'));
  const own = itself(declared, has('setup.py'), has('uv.lock'));
  const pipenv =
    own.length === 0 && chosen.length === 0 && has('Pipfile') ? readPipfile(path.join(root, 'Pipfile')) : [];
  if (own.length === 0 && chosen.length === 0 && pipenv.length === 0) {
    throw new FerryError({
      code: 'FERRY_NO_DEPENDENCIES',
      message: 'The project does not say what it depends on in a form that can be installed',
      where: root,
      next: 'Make its environment by hand and name it with --python.',
      exitCode: 3,
    });
  }
  return {
    install: [...own, ...chosen.flatMap((file) => ['-r', file]), ...forTests(declared), ...pipenv, 'pytest'],
    python: declared?.project?.['requires-python'],
    files: [
      ...['pyproject.toml', 'setup.py', 'setup.cfg'].filter(has),
      ...chosen,
      ...(pipenv.length > 0 ? ['Pipfile'] : []),
    ],
    // Requirement files say themselves which versions they mean.
    lock: chosen.length === 0 ? readLock(root) : undefined,
  };
}

/** The project as a package, or what it depends on where it is none: an application without a build system. */
function itself(declared: Pyproject | undefined, hasSetup: boolean, isOfUv: boolean): readonly string[] {
  const { project, tool } = declared ?? {};
  const extras = [
    ...Object.keys(project?.['optional-dependencies'] ?? {}),
    ...Object.keys(lists.parse(tool?.poetry?.['extras'] ?? {})),
  ].filter((each) => TEST_NAMES.includes(each));
  const hasBuild = declared?.['build-system'] !== undefined || hasSetup;
  // uv installs a project without a build system by its dependencies alone; pip builds it with setuptools.
  const isNoPackage =
    tool?.uv?.package === false ||
    tool?.poetry?.['package-mode'] === false ||
    (!hasBuild && (tool?.uv !== undefined || isOfUv));
  if (!isNoPackage && (hasBuild || project !== undefined))
    return [extras.length === 0 ? '.' : `.[${extras.join(',')}]`];
  return [
    ...(project?.dependencies ?? []),
    ...extras.flatMap((name) => project?.['optional-dependencies'][name] ?? []),
    ...poetryList(tool?.poetry?.['dependencies']),
  ];
}

/** Development dependencies of every tool's kind, as far as tests may need them. */
function forTests(declared: Pyproject | undefined): readonly string[] {
  const { tool } = declared ?? {};
  const groups = declared?.['dependency-groups'] ?? {};
  const poetryGroups = table.parse(tool?.poetry?.['group']);
  const pdm = tool?.pdm?.['dev-dependencies'] ?? {};
  return [
    ...TEST_NAMES.flatMap((name) => groupList(groups, name, [])),
    ...TEST_NAMES.flatMap((name) => poetryList(table.parse(poetryGroups[name])['dependencies'])),
    ...poetryList(tool?.poetry?.['dev-dependencies']),
    ...TEST_NAMES.flatMap((name) => pdm[name] ?? []),
    ...(tool?.uv?.['dev-dependencies'] ?? []),
  ];
}

/** A group of PEP 735, with the groups that it includes. */
function groupList(
  groups: Readonly<Record<string, readonly unknown[]>>,
  name: string,
  above: readonly string[],
): readonly string[] {
  if (above.includes(name)) return [];
  return (groups[name] ?? []).flatMap((item) => {
    if (typeof item === 'string') return [item];
    const included = table.parse(item)['include-group'];
    return typeof included === 'string' ? groupList(groups, included, [...above, name]) : [];
  });
}

function readPipfile(file: string): readonly string[] {
  try {
    const pipfile = parse(fs.readFileSync(file, 'utf8'));
    return [...poetryList(pipfile['packages']), ...poetryList(pipfile['dev-packages'])];
  } catch {
    return []; // nothing that can be installed: said above
  }
}

function readProject(file: string): Pyproject {
  try {
    return pyproject.parse(parse(fs.readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new FerryError({
      code: 'FERRY_BAD_PYPROJECT',
      message: `pyproject.toml cannot be read: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`,
      where: file,
      next: 'Mend it, or name an environment with --python.',
      exitCode: 2,
      cause,
    });
  }
}
