import { eachExpression, type Program, type ProjectFunction, isTestModule } from '../program/index.ts';

/**
 * Endpoints whose answer only FastAPI gets to see, and turns into JSON without a model: it calls no function that is
 * part of it. Nobody else mentions the endpoint's name, tests aside, and no other decorator is around it.
 */
export function answersOnlyRequests(program: Program): (fn: ProjectFunction) => boolean {
  let names: ReadonlySet<string> | undefined;
  const known = new Map<ProjectFunction, boolean>();
  const judge = (fn: ProjectFunction): boolean => {
    const { facts } = fn;
    const own = program.endpoints.filter((endpoint) => endpoint.function === fn && endpoint.router !== undefined);
    if (own.length === 0 || facts.isGenerator || facts.returnAnnotation !== undefined) return false;
    const isRoute = facts.decorators.every(
      (decorator) =>
        own.some(({ place }) => place.start <= decorator.start && decorator.end <= place.end) &&
        decorator.kind === 'call' &&
        !decorator.args.some(({ name }) => name === '**' || name === 'response_model'),
    );
    return isRoute && facts.decorators.length > 0 && !(names ??= mentionedNames(program)).has(facts.name);
  };
  return (fn) => {
    const answer = known.get(fn) ?? judge(fn);
    known.set(fn, answer);
    return answer;
  };
}

/** Every name that is read, asked of something or imported outside of tests. */
function mentionedNames(program: Program): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { facts, module } of program.project.functions) {
    if (isTestModule(module)) continue;
    for (const { name } of facts.imports) if (name !== undefined) found.add(name);
    eachExpression(facts, (expr) => {
      if (expr.kind === 'name') found.add(expr.id);
      else if (expr.kind === 'attribute') found.add(expr.name);
      else if (expr.kind === 'string') found.add(expr.value);
    });
  }
  return found;
}
