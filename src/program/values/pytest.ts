import type { Expr, Parameter } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import { union } from './annotations.ts';
import type { Evaluation } from './evaluation.ts';
import type { Values } from './model.ts';

/** Fixtures that pytest and its common plugins bring, by what they give. */
const BROUGHT: Readonly<Record<string, string>> = {
  caplog: 'pytest.LogCaptureFixture',
  capfd: 'pytest.CaptureFixture',
  capsys: 'pytest.CaptureFixture',
  mocker: 'pytest_mock.MockerFixture',
  monkeypatch: 'pytest.MonkeyPatch',
  pytestconfig: 'pytest.Config',
  recwarn: 'pytest.WarningsRecorder',
  request: 'pytest.FixtureRequest',
  tmp_path: 'pathlib.Path',
  tmp_path_factory: 'pytest.TempPathFactory',
};

/**
 * What pytest gives the parameter of a test or fixture: a value of `parametrize`, else what the fixture of that name
 * returns or yields. Undefined where pytest does not call the function, and for fixtures that nobody here knows.
 */
export function filledByPytest(ev: Evaluation, fn: ProjectFunction, parameter: Parameter): Values | undefined {
  const { fixtures, pool } = ev;
  if (parameter.form !== 'plain') return undefined;
  // A helper that tests call by hand may have parameters by the names of fixtures.
  const isTest = fn.module.role === 'test' && fn.facts.name.startsWith('test');
  if (!isTest && !fixtures.isFixture(fn)) return undefined;
  const listed = parametrized(ev, fn, parameter.name);
  if (listed) return listed;
  const fixture = fixtures.filling(fn, parameter.name);
  if (!fixture) {
    const brought = BROUGHT[parameter.name];
    return brought === undefined ? undefined : new Set([pool.object(brought)]);
  }
  const returned = ev.returned(fixture.function);
  return fixture.function.facts.isGenerator ? ev.element(returned) : returned;
}

/** `@pytest.mark.parametrize("title, price", [("Emma", 3), pytest.param("Persuasion", 4, id="late")])` */
function parametrized(ev: Evaluation, fn: ProjectFunction, name: string): Values | undefined {
  const scope = fn.parent ?? fn;
  for (const decorator of [...fn.facts.decorators, ...(fn.owner?.facts.decorators ?? [])]) {
    if (decorator.kind !== 'call' || decorator.callee.kind !== 'attribute') continue;
    if (decorator.callee.name !== 'parametrize') continue;
    const [names, rows] = decorator.args.filter((arg) => arg.name === undefined).map(({ value }) => value);
    const listed = names ? namesIn(names) : [];
    const at = listed.indexOf(name);
    if (at < 0) continue;
    if (rows?.kind !== 'collection') return new Set([ev.pool.unknown]);
    return union(rows.items.map((row) => cell(ev, row, listed.length > 1 ? at : undefined, scope)));
  }
  return undefined;
}

function namesIn(expr: Expr): readonly string[] {
  if (expr.kind === 'string') return expr.value.split(',').map((name) => name.trim());
  return expr.kind === 'collection' ? expr.items.flatMap((item) => (item.kind === 'string' ? [item.value] : [])) : [];
}

/** One value of a row; `at` is its position where several names share the row. */
function cell(ev: Evaluation, row: Expr, at: number | undefined, scope: ProjectFunction): Values {
  const isParam = row.kind === 'call' && row.callee.kind === 'attribute' && row.callee.name === 'param';
  const cells = isParam
    ? row.args.filter((arg) => arg.name === undefined).map(({ value }) => value)
    : at !== undefined && row.kind === 'collection'
      ? row.items
      : undefined;
  if (cells) {
    const value = cells[at ?? 0];
    return value ? ev.of(value, scope) : new Set([ev.pool.unknown]);
  }
  return at === undefined ? ev.of(row, scope) : ev.element(ev.of(row, scope));
}
