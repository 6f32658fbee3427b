import {
  decoratorResults,
  type Evaluation,
  type Expr,
  isReadAsAttribute,
  isTestModule,
  lastName,
  type ProjectFunction,
  spell,
  type Value,
} from '../../program/index.ts';
import { siblings } from '../../syntax/index.ts';
import { colourless, neutralBases, registrations, special } from './tables.ts';

/** Why what is no plain function cannot become one that is. */
export interface Dissolved {
  propertyProblem(fn: ProjectFunction): string | undefined;
  constructorProblem(fn: ProjectFunction): string | undefined;
}

const nothing: Dissolved = {
  propertyProblem: () => 'reading a property cannot be awaited',
  constructorProblem: () => 'making an object cannot be awaited',
};

/** Why a function cannot become asynchronous, whoever asks; undefined when nothing in its own definition forbids it. */
export function boundaryOf(
  ev: Evaluation,
  fn: ProjectFunction,
  endpoints: ReadonlySet<ProjectFunction>,
  hasTwin: (base: string) => boolean = () => false,
  dissolved: Dissolved = nothing,
): string | undefined {
  const { facts, module, owner } = fn;
  if (facts.kind !== 'function') return `a ${facts.kind} cannot be asynchronous`;
  if (isTestModule(module)) return 'tests stay as they are';
  const program = loopless[module.role];
  if (program !== undefined) return `${program} runs without an event loop`;
  if (!owner && moduleHooks.test(facts.name))
    return `Python calls ${facts.name} itself, and takes what it returns as it is`;
  if (owner && facts.name === '__init__') return dissolved.constructorProblem(fn);
  if (owner && special.has(facts.name)) return `Python calls ${facts.name} itself, and takes what it returns as it is`;
  if (owner && isReadAsAttribute(ev, fn)) return dissolved.propertyProblem(fn);
  const sibling = siblings.get(facts.name);
  if (sibling !== undefined && owner?.methods.has(sibling)) return `${sibling} stands beside it`;
  const scope = fn.parent ?? fn;
  for (const decorator of facts.decorators) {
    const why = decoratorProblem(ev, decorator, scope, endpoints.has(fn));
    if (why !== undefined) return why;
  }
  if (owner) {
    const base = ev.classes.externalBases(owner).find((each) => !neutralBases.test(each) && !hasTwin(each));
    if (base !== undefined)
      return base === '?'
        ? `nobody knows a base class of ${owner.facts.name}, which may call it`
        : `${base} may call it: ${owner.facts.name} derives from it`;
  }
  return undefined;
}

/** PEP 562. */
const moduleHooks = /^__(?:getattr|dir)__$/u;

function isRouter(ev: Evaluation, value: Value): boolean {
  const names =
    value.kind === 'object'
      ? [value.name]
      : value.kind === 'instance'
        ? ev.classes.order(value.class).flatMap((cls) => ev.classes.externalBases(cls))
        : [];
  return names.some((name) => /^(?:fastapi|starlette)\./u.test(name));
}

/** Scripts and commands may run one: see programs.ts. */
const loopless: Readonly<Record<string, string>> = {
  alembic: 'a migration script',
  celery: 'a task queue',
  setup: 'the set-up script',
};

function decoratorProblem(
  ev: Evaluation,
  decorator: Expr,
  scope: ProjectFunction,
  isEndpoint: boolean,
): string | undefined {
  const callee = decorator.kind === 'call' ? decorator.callee : decorator;
  const name = lastName(callee);
  if (decorator.kind === 'call' && callee.kind === 'attribute' && registrations.has(name)) {
    // FastAPI and Starlette ask each function for its colour.
    if (isEndpoint || [...ev.of(callee.of, scope)].some((value) => isRouter(ev, value))) return undefined;
  }
  const values = [...ev.of(decorator.kind === 'call' ? decorator.callee : decorator, scope)];
  if (values.length > 0 && values.every((value) => value.kind === 'external' && colourless.test(value.name)))
    return undefined;
  const results = decoratorResults(ev, decorator, scope);
  const own = [...ev.of(decorator, scope)];
  // A wrapper of the project's own flips together with what it wraps; a registry hands it back.
  if (own.length > 0 && own.every((value) => value.kind === 'function') && results.length > 0) return undefined;
  return `@${spell(decorator)} may call it as a synchronous function`;
}
