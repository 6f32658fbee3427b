import {
  type Endpoint,
  eachExpression,
  type Expr,
  type Program,
  type ProjectFunction,
  isTestModule,
} from '../program/index.ts';

/**
 * What an application runs for requests besides its endpoints: `@app.middleware("http")`, `@app.exception_handler(...)`,
 * and the classes given to `add_middleware`. Start-up and shutdown are left out: nobody is served then.
 */
export function otherEntryPoints(program: Program): readonly Endpoint[] {
  const found = new Set<ProjectFunction>();
  for (const fn of program.project.functions) {
    if (isTestModule(fn.module)) continue;
    if (fn.facts.decorators.some((decorator) => isRegistration(program, decorator, fn.parent ?? fn))) found.add(fn);
    eachExpression(fn.facts, (expr) => {
      for (const added of addedMiddleware(program, expr, fn)) found.add(added);
    });
  }
  return [...found].map(asEntryPoint);
}

const REGISTRATIONS = new Set(['middleware', 'exception_handler']);

/** `@app.middleware("http")`: an application, or what is called like one where nobody knows the receiver. */
function isRegistration(program: Program, decorator: Expr, scope: ProjectFunction): boolean {
  if (decorator.kind !== 'call' || decorator.callee.kind !== 'attribute') return false;
  if (!REGISTRATIONS.has(decorator.callee.name) || decorator.args.length !== 1) return false;
  const receivers = [...program.evaluation.of(decorator.callee.of, scope)];
  return receivers.some(
    (value) =>
      value.kind === 'unknown' ||
      (value.kind === 'object' && /^(?:fastapi|starlette)\./u.test(value.name)) ||
      (value.kind === 'instance' &&
        program.evaluation.classes.externalBases(value.class).some((base) => /^(?:fastapi|starlette)\./u.test(base))),
  );
}

/** `app.add_middleware(Timing, ...)`: what Starlette calls of the class for every request. */
function addedMiddleware(program: Program, expr: Expr, scope: ProjectFunction): readonly ProjectFunction[] {
  if (expr.kind !== 'call' || expr.callee.kind !== 'attribute' || expr.callee.name !== 'add_middleware') return [];
  const given = expr.args.find(({ name }) => name === undefined || name === 'middleware_class')?.value;
  if (given === undefined) return [];
  return [...program.evaluation.of(given, scope)].flatMap((value) => {
    if (value.kind !== 'class') return [];
    for (const name of ['dispatch', '__call__']) {
      const methods = program.evaluation.classes.order(value.class).flatMap((cls) => cls.methods.get(name) ?? []);
      if (methods[0]) return [methods[0]];
    }
    return [];
  });
}

/** A function that somebody else than a request runs, in the shape in which endpoints are judged. */
export function asEntryPoint(fn: ProjectFunction): Endpoint {
  const { module, qualname, facts } = fn;
  return {
    id: `${module.name}:${qualname}`,
    otherIds: [],
    function: fn,
    methods: [],
    path: '',
    isAsync: facts.isAsync,
    place: { file: module.file, ...facts.span },
    router: undefined,
    dependencies: [],
    inTests: false,
  };
}
