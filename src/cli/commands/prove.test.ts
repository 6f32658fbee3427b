import * as path from 'node:path';
import { expect, test } from 'vitest';
import { ferryman, temporaryProject } from '../testing/harness.ts';

const PYTHON = path.join(import.meta.dirname, '..', '..', '..', '.venv', 'bin', 'python');
const TESTS = `
def test_a_car_takes_five_metres():
    assert 5 == 5


def test_a_van_takes_seven_metres():
    assert 6 == 7
`;

test('a red suite is a failed proof, and a part of it can be asked for', async () => {
  using project = temporaryProject({
    'pyproject.toml': '[project]\nname = "ferry-booking"\nversion = "1.4.0"\n',
    'test_lengths.py': TESTS,
  });
  const all = await ferryman(project.root, 'prove', '--python', PYTHON, '--quiet');
  expect(all.exitCode).toBe(1);
  expect(all.out).toMatch(/^Not proven\.\n\n {2}after {3}1 passed, 1 failed, 0 skipped of 2 collected/);
  const args = ['prove', '--python', PYTHON, '--quiet', '--format', 'json', '--', '-k', 'car'];
  const part = await ferryman(project.root, ...args);
  expect(part.exitCode).toBe(0);
  expect(JSON.parse(part.out)).toMatchObject({
    schema: 'ferryman/prove',
    proof: { verdict: 'green', after: { passed: 1, failed: 0 } },
  });
});
