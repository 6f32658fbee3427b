import { eachExpression, type Expr, type ProjectFunction, spell } from '../../../program/index.ts';
import { applicationsOf } from '../../applications.ts';
import { defineRecipe, type RecipeContext, type Site } from '../../recipe.ts';
import { bindsByType, typedParameters } from './typed-parameters.ts';

/** What an application takes from its synchronous driver itself: on the loop another driver talks to the database. */
export const driverNames = defineRecipe<never>({
  id: 'engine/driver-names',
  title: "Find what is the synchronous driver's own",
  group: 'engine',
  since: '0.2.0',
  stability: 'preview',
  requires: ['engine/create-engine'],
  find(context) {
    const { loaded } = applicationsOf(context);
    const scopes = context.program.project.functions.filter(({ module }) => loaded.has(module));
    const drivers = new Set(
      scopes.flatMap(({ facts }) => facts.imports.map(({ module }) => context.knowledge.driverModule(module))),
    );
    drivers.delete(undefined);
    const isTyped = bindsByType(context);
    return scopes.flatMap((fn) => [
      ...ownNames(context, fn),
      ...askedNames(context, fn),
      ...(drivers.size > 0 ? texts(fn) : []),
      ...(isTyped ? typedParameters(context, fn) : []),
    ]);
  },
  rewrite() {},
});

/** Names of the driver's modules, outermost ones, each once a line. */
function ownNames(context: RecipeContext, fn: ProjectFunction): readonly Site<never>[] {
  const { knowledge, program } = context;
  const { evaluation } = program;
  const asked = new Set<Expr>();
  const inner = new Set<Expr>();
  const sites = new Map<string, Site<never>>();
  eachExpression(fn.facts, (expr) => {
    // `isinstance(error.orig, psycopg2.errors.UniqueViolation)`: the runtime answers as the driver would
    if (expr.kind === 'call' && isInstanceCheck(expr)) for (const { value } of expr.args.slice(1)) ask(value);
    if (asked.has(expr)) for (const part of partsOf(expr)) ask(part);
    if (inner.has(expr) || asked.has(expr) || (expr.kind !== 'name' && expr.kind !== 'attribute')) return;
    for (let of = expr.kind === 'attribute' ? expr.of : undefined; of; of = of.kind === 'attribute' ? of.of : undefined)
      inner.add(of);
    const names = [...evaluation.of(expr, fn)].flatMap((value) => (value.kind === 'external' ? [value.name] : []));
    const name = names.find((each) => knowledge.driverModule(each) !== undefined && !isHarmless(context, each));
    const driver = name === undefined ? undefined : knowledge.driverModule(name);
    if (name === undefined || driver === undefined) return;
    sites.set(`${expr.line} ${name}`, {
      file: fn.module.file,
      line: expr.line,
      what: `${spell(expr)} is ${driver}'s own`,
      ...(isError(name)
        ? {
            why: `On the loop another driver talks to the database, and ${driver} raises nothing.`,
            next: 'Catch the exception of sqlalchemy.exc; its `orig` answers isinstance(), pgcode and diag as before.',
          }
        : {
            why: `On the loop another driver talks to the database; what ${driver} is told has no effect on it.`,
            next: "Say it to SQLAlchemy (a TypeDecorator, a listener), or to the asynchronous driver's connections.",
          }),
      applicability: 'needs-review',
    });
  });
  return [...sites.values()];

  function ask(expr: Expr): void {
    asked.add(expr);
  }

  function isInstanceCheck({ callee }: Extract<Expr, { kind: 'call' }>): boolean {
    return [...evaluation.of(callee, fn)].some(
      (value) => value.kind === 'external' && /^builtins\.(?:isinstance|issubclass)$/u.test(value.name),
    );
  }
}

function partsOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'attribute') return [expr.of];
  return expr.kind === 'collection' ? expr.items : [];
}

/** Modules on the way, constants, and what is judged elsewhere: raw connections, connecting by hand. */
function isHarmless({ knowledge }: RecipeContext, name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return (
    name === knowledge.driverModule(name) ||
    knowledge.isRawConnection(name) ||
    /^(?:errors|extras|extensions|err|errorcodes|sql|constants|connections|connector|cursors|connect|__version__|[A-Z_]+)$/u.test(
      last,
    ) ||
    name.includes('.errorcodes.') ||
    name.includes('.constants.') ||
    name.includes('()')
  );
}

function isError(name: string): boolean {
  return /\.(?:errors|err)\.\w+$|(?:Error|Warning)$/u.test(name);
}

/** `engine.driver == "psycopg2"` is false on the loop. */
function askedNames({ knowledge }: RecipeContext, fn: ProjectFunction): readonly Site<never>[] {
  const sites: Site<never>[] = [];
  eachExpression(fn.facts, (expr) => {
    if (expr.kind !== 'other' || expr.type !== 'comparison_operator') return;
    const asked = expr.parts.find((part) => part.kind === 'attribute' && part.name === 'driver');
    const names = expr.parts.flatMap((part) => (part.kind === 'collection' ? part.items : [part]));
    if (!asked || !names.some((part) => part.kind === 'string' && knowledge.isSyncDriver(part.value))) return;
    sites.push({
      file: fn.module.file,
      line: expr.line,
      what: `${spell(asked)} is compared with a driver's name`,
      why: 'On the loop the driver has another name.',
      applicability: 'needs-review',
      next: "Ask for the database (`dialect.name`), or add the asynchronous driver's name.",
    });
  });
  return sites;
}

/** The words of the database's complaint are the driver's: `"duplicate key" in str(error.orig)`. */
function texts(fn: ProjectFunction): readonly Site<never>[] {
  const sites: Site<never>[] = [];
  const site = (expr: Expr, orig: Expr) =>
    sites.push({
      file: fn.module.file,
      line: expr.line,
      what: `the words of ${spell(orig)} are the driver's`,
      why: 'Another driver words it differently: what the server said is in it, what stands around that changes.',
      applicability: 'needs-review',
      next: 'Ask for the class, or for pgcode and diag of `orig`; they answer as before.',
    });
  eachExpression(fn.facts, (expr) => {
    if (expr.kind === 'attribute' && expr.name === 'args' && isOrig(expr.of)) site(expr, expr.of);
    if (expr.kind !== 'call' || expr.callee.kind !== 'name' || !['str', 'repr'].includes(expr.callee.id)) return;
    if (expr.args[0] && isOrig(expr.args[0].value)) site(expr, expr.args[0].value);
  });
  return sites;
}

function isOrig(expr: Expr): boolean {
  return expr.kind === 'attribute' && expr.name === 'orig';
}
