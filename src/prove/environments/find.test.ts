import { expect, it } from 'vitest';
import { projectOf } from '../testing/project.ts';
import { findEnvironment } from './find.ts';

const VENV = { '.venv/pyvenv.cfg': 'home = /usr/bin\n', '.venv/bin/python': '', 'other/bin/python': '' };

it('takes the named environment, then the active one, then the one in the checkout', () => {
  using project = projectOf(VENV);
  using active = projectOf({ 'bin/python3': '' });
  const at = (place: string) => `${project.root}/${place}`;
  const find = (named: string | undefined, env: NodeJS.ProcessEnv) => findEnvironment(project.root, named, env);
  const both = { VIRTUAL_ENV: active.root };
  expect(find('other', both)).toEqual({ python: at('other/bin/python'), how: 'named' });
  expect(find('other/bin/python', both)).toEqual({ python: at('other/bin/python'), how: 'named' });
  expect(find(undefined, both)).toEqual({ python: `${active.root}/bin/python3`, how: 'VIRTUAL_ENV' });
  expect(find(undefined, { VIRTUAL_ENV: '/gone' })).toEqual({ python: at('.venv/bin/python'), how: 'checkout' });
});

it('finds nothing where nothing is, and refuses a name that leads nowhere', () => {
  using project = projectOf({ 'venv/notes.txt': 'not an environment' });
  expect(findEnvironment(project.root, undefined, {})).toBeUndefined();
  expect(() => findEnvironment(project.root, '.venv', {})).toThrow(
    expect.objectContaining({ code: 'FERRY_NO_PYTHON', where: `${project.root}/.venv`, exitCode: 2 }),
  );
});
