import type { ModuleFacts } from './facts.ts';
import type { Module, ModuleRole } from './model.ts';

/** What a module is for, by where it stands and what it imports. */
export function roleOf(file: string, facts: ModuleFacts): ModuleRole {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const imports = new Set(facts.body.imports.map((item) => item.module.split('.')[0]));
  if (name === 'conftest.py') return 'conftest';
  if (/^test_.*\.py$|_tests?\.py$/u.test(name) || /(?:^|\/)tests?\//u.test(file)) return 'test';
  if (name === 'setup.py') return 'setup';
  if (/(?:^|\/)(?:alembic|migrations|versions)\//u.test(file) && (imports.has('alembic') || name === 'env.py'))
    return 'alembic';
  if (imports.has('celery') || /(?:^|\/)celery(?:_app|config)?\.py$/u.test(file)) return 'celery';
  if (/(?:^|\/)(?:cli|commands?|__main__)(?:\.py$|\/)/u.test(file)) return 'cli';
  if (imports.has('click') || imports.has('typer') || imports.has('argparse')) return 'cli';
  return facts.hasMainGuard ? 'script' : 'application';
}

/** A module that only tests load. */
export function isTestModule({ role }: Pick<Module, 'role'>): boolean {
  return role === 'test' || role === 'conftest';
}
