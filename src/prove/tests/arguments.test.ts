import { expect, it } from 'vitest';
import { projectOf } from '../testing/project.ts';
import { splitArguments } from './arguments.ts';

it('tells test paths from options and their values', () => {
  using project = projectOf({ 'tests/test_loans.py': '', 'pytest.ini': '', slow: '' });
  const args = [
    '-q',
    'tests/test_loans.py::TestDue::test_due[a::b]',
    '-c',
    'pytest.ini',
    '-m',
    'slow',
    'tests',
    'late',
  ];
  expect(splitArguments(args, project.root)).toEqual({
    options: ['-q', '-c', 'pytest.ini', '-m', 'slow', 'late'],
    paths: ['tests/test_loans.py::TestDue::test_due[a::b]', 'tests'],
  });
});
