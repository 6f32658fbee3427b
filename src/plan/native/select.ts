import { closest, FerryError } from '../../base/index.ts';
import { surroundingsOf } from '../../colour/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { type Endpoint, idOf, isTestModule, type Program, type ProjectFunction } from '../../program/index.ts';

/**
 * The functions that may go native: `all`; a module by its dotted name or file; an endpoint as `GET /loans/{id}`, with
 * all that it reaches; a function as `module:qualname`, or as much of its end as is unique. Several are joined. Throws
 * `FERRY_UNKNOWN_SELECTION` and `FERRY_AMBIGUOUS_SELECTION`.
 */
export function selectFunctions(
  program: Program,
  knowledge: Knowledge,
  selection: readonly string[],
): (fn: ProjectFunction) => boolean {
  if (selection.includes('all')) return () => true;
  const chosen = new Set(selection.flatMap((item) => [...matching(program, knowledge, item.trim())]));
  return (fn) => chosen.has(fn);
}

function matching(program: Program, knowledge: Knowledge, item: string): Iterable<ProjectFunction> {
  const endpoint = /^(?<method>[A-Za-z]+)\s+(?<path>\/\S*)$/u.exec(item)?.groups;
  if (endpoint) return reached(program, knowledge, endpointsAt(program, item, endpoint));
  const own = program.project.functions.filter(({ module }) => !isTestModule(module));
  const module = own.filter(
    ({ module: { file, names } }) => file === item.replace(/^\.\//u, '') || names.includes(item),
  );
  if (module.length > 0) return module;
  const named = own.filter((fn) => fn.facts.kind === 'function' && spellings(fn).some((name) => isEnd(name, item)));
  const ids = new Set(named.map(idOf));
  if (ids.size > 1 && !ids.has(item)) throw ambiguous(item, [...ids]);
  const exact = named.filter((fn) => ids.size === 1 || idOf(fn) === item);
  if (exact.length === 0) throw unknown(program, item);
  return exact;
}

function spellings({ module, qualname }: ProjectFunction): readonly string[] {
  return module.names.flatMap((name) => [`${name}:${qualname}`, `${name}.${qualname}`]);
}

/** `Desk.lend` is the end of `library.desk:Desk.lend`, `end` is not. */
function isEnd(name: string, item: string): boolean {
  return name === item || (name.endsWith(item) && /[.:]/u.test(name.charAt(name.length - item.length - 1)));
}

function endpointsAt(
  program: Program,
  item: string,
  { method = '', path = '' }: Readonly<Record<string, string>>,
): readonly Endpoint[] {
  const found = program.endpoints.filter(
    (each) => !each.inTests && each.path === path && each.methods.includes(method.toUpperCase()),
  );
  if (found.length === 0) throw unknown(program, item);
  return found;
}

/** The endpoints, their dependencies, and what they reach. */
function reached(program: Program, knowledge: Knowledge, endpoints: readonly Endpoint[]): ReadonlySet<ProjectFunction> {
  const around = surroundingsOf(program, knowledge);
  const found = new Set(
    endpoints.flatMap((each) => [each.function, ...each.dependencies.flatMap((item) => item.function ?? [])]),
  );
  for (const fn of found) for (const { to } of around(fn).edges) found.add(to);
  return found;
}

function unknown(program: Program, item: string): FerryError {
  const names = suggestions(program, item);
  return new FerryError({
    code: 'FERRY_UNKNOWN_SELECTION',
    message: `Nothing in the project is called ${JSON.stringify(item)}`,
    where: program.root,
    next:
      names.length > 0
        ? `Did you mean ${[...new Set(names)].slice(0, 5).join(', ')}?`
        : 'Name a function (module:function), a module, an endpoint ("GET /path"), or all.',
    exitCode: 2,
  });
}

/** Endpoints at that path; functions of that name elsewhere, or of the name that is nearest to it; methods of a class. */
function suggestions(program: Program, item: string): readonly string[] {
  const routes = program.endpoints
    .filter(({ path, inTests }) => !inTests && item.endsWith(path))
    .flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`));
  if (routes.length > 0 || /[\s/]/u.test(item)) return routes;
  const own = program.project.functions.filter(
    ({ facts, module }) => facts.kind === 'function' && !isTestModule(module),
  );
  const last = item.replace(/^.*[.:]/u, '');
  const named = (name: string) => own.filter(({ facts }) => facts.name.toLowerCase() === name.toLowerCase()).map(idOf);
  const exact = named(last);
  if (exact.length > 0) return exact;
  const methods = own.filter(({ owner }) => owner?.facts.name === last).map(idOf);
  if (methods.length > 0) return methods;
  const near = closest(last, [...new Set(own.map(({ facts }) => facts.name))]);
  return near === undefined ? [] : named(near);
}

function ambiguous(item: string, ids: readonly string[]): FerryError {
  return new FerryError({
    code: 'FERRY_AMBIGUOUS_SELECTION',
    message: `${JSON.stringify(item)} may be any of ${ids.length} functions`,
    next: `Say which: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', ...' : ''}.`,
    exitCode: 2,
  });
}
