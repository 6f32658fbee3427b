import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError, run } from '../../base/index.ts';
import { type Check, ok, problem, warning } from './check.ts';

/** git itself, and the state of the checkout that holds `root`. */
export async function checkRepository(root: string): Promise<readonly Check[]> {
  const version = await git(['--version'], root);
  if (version === undefined) return [problem('git', 'git was not found', 'Install git: every step is a commit.')];
  const checks: Check[] = [ok('git', version.trim())];
  const top = await git(['rev-parse', '--show-toplevel'], root);
  if (top === undefined) {
    checks.push(
      problem('repository', 'the project is not in a git repository', '`git init`, then commit the project as it is.'),
    );
    return checks;
  }
  if ((await git(['rev-parse', '--verify', 'HEAD'], root)) === undefined) {
    checks.push(problem('repository', 'the repository has no commit yet', 'Commit the project as it is.'));
    return checks;
  }
  const changes = ((await git(['status', '--porcelain', '--', '.'], root)) ?? '').split('\n').filter(Boolean).length;
  checks.push(
    changes === 0
      ? ok('work-tree', 'the work tree is clean')
      : warning(
          'work-tree',
          `${changes} uncommitted ${changes === 1 ? 'change' : 'changes'}`,
          'Commit or stash before `ferryman migrate`.',
        ),
  );
  return checks;
}

/** Whether `root` looks like a Python project at all. */
export function checkProject(root: string): Check {
  const marks = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'Pipfile'];
  const found = marks.filter((name) => fs.existsSync(path.join(root, name)));
  if (found.length > 0) return ok('project', `a Python project (${found.join(', ')})`);
  return warning(
    'project',
    `no ${marks.slice(0, -1).join(', ')} or ${marks.at(-1)} here`,
    'Name the folder that holds the project.',
  );
}

async function git(args: readonly string[], cwd: string): Promise<string | undefined> {
  try {
    const result = await run('git', ['-c', 'core.fsmonitor=false', ...args], { cwd, timeoutMs: 30_000 });
    return result.status === 0 ? result.stdout : undefined;
  } catch (error) {
    if (error instanceof FerryError) return undefined;
    throw error;
  }
}
