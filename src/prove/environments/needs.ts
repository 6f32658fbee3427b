import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { FerryError } from '../../base/index.ts';

/** What a project says it needs to be tested. */
export interface Needs {
  /** Arguments of an installer, run in the project's folder. */
  readonly install: readonly string[];
  /** `requires-python`, as written. */
  readonly python: string | undefined;
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

const names = z.record(z.string(), z.unknown()).optional().catch(undefined);
const pyproject = z.object({
  project: z
    .object({ 'requires-python': z.string().optional().catch(undefined), 'optional-dependencies': names })
    .optional()
    .catch(undefined),
  'build-system': z.unknown().optional(),
  'dependency-groups': names,
});

/** Read what the project declares. Throws `FERRY_NO_DEPENDENCIES` when it declares nothing that can be installed. */
export function readNeeds(root: string): Needs {
  const has = (file: string) => fs.existsSync(path.join(root, file));
  const declared = has('pyproject.toml') ? readProject(path.join(root, 'pyproject.toml')) : undefined;
  const requirements = REQUIREMENTS.filter(has);
  // A compiled file has more to say than what it was compiled from.
  const chosen = requirements.filter((file) => file !== 'requirements.in' || !has('requirements.txt'));
  const isPackage = declared?.project !== undefined || declared?.['build-system'] !== undefined || has('setup.py');
  if (!isPackage && chosen.length === 0) {
    throw new FerryError({
      code: 'FERRY_NO_DEPENDENCIES',
      message: 'The project does not say what it depends on in a form that can be installed',
      where: root,
      next: 'Make its environment by hand and name it with --python.',
      exitCode: 3,
    });
  }
  const extras = Object.keys(declared?.project?.['optional-dependencies'] ?? {}).filter((each) =>
    TEST_NAMES.includes(each),
  );
  const groups = Object.keys(declared?.['dependency-groups'] ?? {}).filter((each) => TEST_NAMES.includes(each));
  const itself = extras.length === 0 ? '.' : `.[${extras.join(',')}]`;
  return {
    install: [
      ...(isPackage ? [itself] : []),
      ...chosen.flatMap((file) => ['-r', file]),
      ...groups.flatMap((group) => ['--group', group]),
      'pytest',
    ],
    python: declared?.project?.['requires-python'],
    files: [...['pyproject.toml', 'setup.py', 'setup.cfg'].filter(has), ...chosen],
  };
}

function readProject(file: string): z.infer<typeof pyproject> {
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
