import type { Knowledge } from '../knowledge/index.ts';
import {
  callTargets,
  decoratorResults,
  type Evaluation,
  type Expr,
  eachExpression,
  isReadAsAttribute,
  metaclasses,
  type Program,
  type ProjectClass,
  type ProjectFunction,
  spell,
  type Value,
  valueTargets,
  isTestModule,
} from '../program/index.ts';
import { callsItsArguments, entersItsArgument, impliedBy, impliedIn } from './implied.ts';
import { answersOnlyRequests } from './answered.ts';
import { argumentsOnlyCalled, onlyLookedAt } from './handed-on.ts';
import { functionStays, isSelfContained, type MayStand, objectStays, staysHere } from './stays.ts';
import { type Call, type Surroundings, SurroundingsBuilder } from './surroundings.ts';

/** Calls that carry their first function argument to a worker thread: what it does, it does not do on the loop. */
const offloads = new Set(['asyncio.to_thread', 'anyio.to_thread.run_sync', 'ferryman.to_thread']);
/** Run when asked for by name only, not because an instance exists. */
const onRequest = new Set([
  '__init__',
  '__new__',
  '__post_init__',
  '__call__',
  '__enter__',
  '__exit__',
  '__aenter__',
  '__aexit__',
  '__del__',
]);

/** Methods that libraries' objects are asked about when Python calls them. */
const ofLibraries = new Set(
  `__enter__ __exit__ __aenter__ __aexit__ __iter__ __next__ __aiter__ __anext__ __getitem__`.split(' '),
);

const readers = new WeakMap<Evaluation, (fn: ProjectFunction) => Surroundings>();

/** What each function of a program does directly, computed once per function. */
export function surroundingsOf(program: Program, knowledge: Knowledge): (fn: ProjectFunction) => Surroundings {
  const reader = readers.get(program.evaluation) ?? readerOf(program, knowledge);
  readers.set(program.evaluation, reader);
  return reader;
}

function readerOf(program: Program, knowledge: Knowledge): (fn: ProjectFunction) => Surroundings {
  const imported = importedPackages(program);
  const known = new Map<ProjectFunction, Surroundings>();
  const kept = functionStays(program.evaluation, answersOnlyRequests(program));
  return (fn) => {
    let found = known.get(fn);
    if (!found) {
      found = new Reader(program, knowledge, imported, kept, fn).read();
      known.set(fn, found);
    }
    return found;
  };
}

/** First parts of all imports: a method name says something of a library only where the project has that library. */
function importedPackages(program: Program): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { facts } of program.project.functions) {
    for (const item of facts.imports) if (item.level === 0) found.add(item.module.split('.')[0] ?? '');
  }
  return found;
}

class Reader {
  readonly #ev: Evaluation;
  readonly #knowledge: Knowledge;
  readonly #imported: ReadonlySet<string>;
  readonly #scope: ProjectFunction;
  readonly #into: SurroundingsBuilder;
  readonly #offloaded = new Set<Expr>();
  readonly #background = new Set<Expr>();
  readonly #handedOn = new Set<Expr>();
  readonly #kept: MayStand;

  constructor(
    program: Program,
    knowledge: Knowledge,
    imported: ReadonlySet<string>,
    kept: MayStand,
    scope: ProjectFunction,
  ) {
    this.#ev = program.evaluation;
    this.#kept = kept;
    this.#knowledge = knowledge;
    this.#imported = imported;
    this.#scope = scope;
    this.#into = new SurroundingsBuilder(knowledge, scope);
  }

  read(): Surroundings {
    const { facts } = this.#scope;
    eachExpression(facts, (expr, isCallee) => {
      for (const seen of onlyLookedAt(this.#ev, expr, this.#scope)) this.#handedOn.add(seen);
      if (expr.kind === 'call') this.#call(expr);
      else if (!isCallee) this.#mention(expr);
      else if (expr.kind === 'attribute') this.#property(expr);
      for (const { of, methods, at } of impliedBy(this.#ev, expr, this.#scope)) this.#dunder(of, methods, at);
    });
    for (const { of, methods, at } of impliedIn(this.#scope)) this.#dunder(of, methods, at);
    for (const { target } of facts.bindings) if (target.kind === 'attribute') this.#property(target, 'set');
    this.#definitions();
    for (const item of facts.withs) this.#with(item.context, item.body, item.isAsync);
    const around = this.#scope.parent ?? this.#scope;
    for (const decorator of facts.decorators) {
      for (const wrapper of decoratorResults(this.#ev, decorator, around)) this.#into.edge(wrapper, decorator, 'call');
      for (const value of this.#ev.of(decorator, around)) {
        if (value.kind === 'external' || value.kind === 'object')
          this.#into.outside(value.name.replace(/\(\)$/u, ''), decorator);
      }
    }
    return this.#into.finish();
  }

  /** Decorators run where a function or class is defined, and so do the hooks of a class's bases. */
  #definitions(): void {
    const { facts } = this.#scope;
    for (const inner of [...facts.functions, ...facts.classes]) {
      for (const decorator of inner.decorators) {
        if (onlyLookedAt(this.#ev, decorator, this.#scope).length > 0) continue; // `@wraps(function)` does not call it
        for (const { function: fn } of valueTargets(this.#ev, this.#ev.of(decorator, this.#scope)))
          this.#into.edge(fn, decorator, 'call');
      }
    }
    if (facts.classes.length === 0) return;
    for (const cls of this.#ev.project.classes) {
      const [, ...bases] = cls.parent === this.#scope ? this.#ev.classes.order(cls) : [];
      const at = cls.facts.bases[0]?.value;
      if (cls.parent !== this.#scope || !at) continue;
      const hooks = [
        ...bases.flatMap((base) => base.methods.get('__init_subclass__') ?? []),
        ...metaclasses(this.#ev, cls).flatMap((meta) =>
          ['__new__', '__init__', '__prepare__'].flatMap((name) => meta.methods.get(name) ?? []),
        ),
      ];
      for (const hook of hooks) this.#into.edge(hook, at, 'call');
    }
  }

  #call(call: Call): void {
    for (const value of argumentsOnlyCalled(this.#ev, call, this.#scope)) this.#handedOn.add(value);
    for (const target of callTargets(this.#ev, call, this.#scope)) {
      if (target.how === 'name') this.#into.edge(target.function, call, 'name');
      else this.#into.edge(target.function, call, 'call', call);
    }
    const callees = this.#ev.of(call.callee, this.#scope);
    for (const value of callees) this.#callee(value, call);
    if (entersItsArgument(call.callee))
      for (const { value } of call.args)
        this.#dunder(value, ['__enter__', '__exit__', '__aenter__', '__aexit__'], call);
    if (call.callee.kind === 'attribute') {
      if (call.callee.name === 'add_task') for (const arg of call.args) this.#background.add(arg.value);
      if (call.callee.name === 'run_in_executor') for (const arg of call.args) this.#offloaded.add(arg.value);
      const receivers = this.#ev.of(call.callee.of, this.#scope);
      if (receivers.size === 0 || receivers.has(this.#ev.pool.unknown)) this.#distinctive(call, call.callee.name);
    }
  }

  #callee(value: Value, call: Call): void {
    if (value.kind === 'external') {
      this.#dispatch(value.name, call);
      if (value.name.startsWith('threading.') && value.name.endsWith('.acquire')) this.#acquire(call);
      const fact = this.#knowledge.lookup(value.name);
      const toThread = offloads.has(value.name) || (fact !== 'unknown' && fact.effect === 'thread');
      if (toThread) for (const arg of call.args) this.#offloaded.add(arg.value);
      if (callsItsArguments(value.name)) for (const arg of call.args) this.#given(arg.value);
      this.#into.outside(value.name, call, 'call', call);
    } else if (value.kind === 'object') this.#into.outside(`${value.name.replace(/\(\)$/u, '')}()`, call, 'call', call);
    else if (value.kind === 'class') this.#construct(value.class, call);
  }

  /** A library's function or a class that another one calls for each item: `map(time.sleep, pauses)`. */
  #given(arg: Expr): void {
    if (arg.kind !== 'name' && arg.kind !== 'attribute') return;
    for (const value of this.#ev.of(arg, this.#scope)) {
      if (value.kind === 'class')
        for (const made of valueTargets(this.#ev, [value])) this.#into.edge(made.function, arg, 'mention');
      if (value.kind !== 'external') continue;
      const fact = this.#knowledge.lookup(value.name);
      if (fact !== 'unknown') this.#into.outside(value.name, arg, 'mention');
    }
  }

  /** `lock.acquire()`: nobody can tell from here how long it is held, so every `with` on the same lock is in danger. */
  #acquire(call: Call): void {
    if (call.callee.kind !== 'attribute') return;
    for (const value of this.#ev.of(call.callee.of, this.#scope)) {
      if (value.kind !== 'object' || value.site === undefined) continue;
      this.#into.locks.push({
        site: value.site,
        name: spell(call.callee.of),
        place: this.#into.place(call),
        body: call,
        leaves: true,
      });
    }
  }

  /** A plugin hook calls every implementation of its name. */
  #dispatch(name: string, call: Call): void {
    const fact = this.#knowledge.lookup(name);
    if (fact === 'unknown' || !fact.dispatches) return;
    for (const fn of this.#ev.project.functions) {
      if (fn.facts.name === name.slice(name.lastIndexOf('.') + 1) && fn.facts.kind === 'function')
        this.#into.edge(fn, call, 'name');
    }
  }

  /** An instance may be iterated, compared, printed, validated: methods that Python or Pydantic call come with it. */
  #construct(cls: ProjectClass, call: Call): void {
    for (const base of this.#ev.classes.externalBases(cls)) {
      const fact = base === '?' ? undefined : this.#knowledge.lookup(base);
      if (fact && fact !== 'unknown' && fact.effect !== 'harmless') this.#into.outside(base, call);
    }
    const methods = this.#ev.classes
      .order(cls)
      .flatMap((line) => [...line.methods].flatMap(([name, all]) => all.map((method) => ({ name, method }))));
    const asked = methods.filter(
      ({ name, method }) => (/^__\w+__$/u.test(name) && !onRequest.has(name)) || isHook(method),
    );
    if (asked.length > 0 && !this.#staysHere(cls, call))
      for (const { method } of asked) this.#into.edge(method, call, 'instance');
  }

  /** Whatever asks the object for something is in this function, and says so itself. */
  #staysHere(cls: ProjectClass, call: Call): boolean {
    const instance = this.#ev.pool.instance(cls);
    return isSelfContained(this.#ev, cls) && staysHere(this.#ev, call, this.#scope, instance, objectStays(this.#ev));
  }

  #mention(expr: Expr): void {
    if (expr.kind !== 'name' && expr.kind !== 'attribute' && expr.kind !== 'lambda') return;
    const values = this.#ev.of(expr, this.#scope);
    const how = this.#background.has(expr) ? 'background' : 'mention';
    for (const value of values) {
      if (value.kind === 'function') {
        if (this.#offloaded.has(expr)) this.#into.thread(value.function, expr);
        else if (!this.#handedOn.has(expr) && !staysHere(this.#ev, expr, this.#scope, value, this.#kept))
          this.#into.edge(value.function, expr, how);
      }
      if (value.kind === 'object' && value.name === 'threading.local') this.#into.outside(value.name, expr, 'mention');
    }
    if (expr.kind === 'attribute') {
      this.#property(expr);
      this.#remote(expr);
    }
  }

  #property(expr: Extract<Expr, { kind: 'attribute' }>, what: 'get' | 'set' = 'get'): void {
    this.#hooks(expr);
    const receivers = this.#ev.of(expr.of, this.#scope);
    const blind = receivers.size === 0 || receivers.has(this.#ev.pool.unknown);
    const owners = new Set(
      [...receivers].flatMap((value) =>
        value.kind === 'instance' || value.kind === 'super'
          ? [...this.#ev.classes.order(value.class), ...this.#ev.classes.subclasses(value.class)]
          : [],
      ),
    );
    for (const method of this.#ev.project.methodsNamed(expr.name)) {
      if (!isReadAsAttribute(this.#ev, method) || !method.owner || (what === 'set' && !isSetter(method))) continue;
      if (owners.has(method.owner)) this.#into.edge(method, expr, 'property');
      else if (blind && !isTestModule(method.module)) this.#into.edge(method, expr, 'name');
    }
  }

  /** `__getattr__` answers for what nobody defines, `__get__` for an attribute that is a descriptor. */
  #hooks(expr: Extract<Expr, { kind: 'attribute' }>): void {
    const ev = this.#ev;
    for (const value of ev.of(expr.of, this.#scope)) {
      if (value.kind === 'module' && value.module) {
        const body = ev.project.bodyOf(value.module);
        const isMissing =
          !ev.scopes.definitions(body, expr.name) && !ev.project.moduleNamed(`${value.name}.${expr.name}`);
        for (const hook of isMissing ? (ev.scopes.definitions(body, '__getattr__') ?? []) : [])
          if (hook.kind === 'function') this.#into.edge(hook.function, expr, 'property');
      }
      if (value.kind !== 'instance') continue;
      const isMissing = ev.member(value.class, expr.name, 'instance').has(ev.pool.unknown);
      for (const name of isMissing ? ['__getattribute__', '__getattr__'] : ['__getattribute__']) {
        for (const cls of ev.classes.order(value.class))
          for (const method of cls.methods.get(name) ?? []) this.#into.edge(method, expr, 'property');
      }
    }
    for (const value of ev.of(expr, this.#scope)) {
      if (value.kind !== 'instance') continue;
      for (const cls of ev.classes.order(value.class)) {
        for (const name of ['__get__', '__set__'])
          for (const method of cls.methods.get(name) ?? []) this.#into.edge(method, expr, 'property');
      }
    }
  }

  #dunder(of: Expr, names: readonly string[], at: Expr): void {
    for (const value of this.#ev.of(of, this.#scope)) {
      if (value.kind === 'object')
        for (const name of names) if (ofLibraries.has(name)) this.#library(value.name, name, at);
      if (value.kind !== 'instance') continue;
      for (const name of names) {
        if (this.#ev.project.methodsNamed(name).length === 0) continue;
        for (const member of this.#ev.member(value.class, name, 'instance')) {
          if (member.kind === 'function') this.#into.edge(member.function, at, 'call');
        }
      }
    }
  }

  /** What Python does with an object of a library: iterate, enter, leave. Libraries nobody knows are told by their calls. */
  #library(type: string, name: string, at: Expr): void {
    if (this.#knowledge.lineage(type).includes('threading.Lock')) return; // a matter of what else holds it
    if (this.#knowledge.lookup(`${type}.${name}`) !== 'unknown') this.#into.outside(`${type}.${name}`, at, 'context');
  }

  /** An attribute of an object that stands for something elsewhere may be fetched when it is read. */
  #remote(expr: Extract<Expr, { kind: 'attribute' }>): void {
    for (const value of this.#ev.of(expr.of, this.#scope)) {
      if (value.kind !== 'object') continue;
      const fact = this.#knowledge.lookup(`${value.name}.${expr.name}`);
      if (fact !== 'unknown' && fact.isRemote) this.#into.outside(`${value.name}.${expr.name}`, expr, 'property');
    }
  }

  #with(context: Expr, body: { readonly start: number; readonly end: number }, isAsync: boolean): void {
    const values = this.#ev.of(context, this.#scope);
    this.#dunder(context, isAsync ? ['__aenter__', '__aexit__'] : ['__enter__', '__exit__'], context);
    for (const value of values) {
      if (value.kind !== 'object') continue;
      const isLock = this.#knowledge.lineage(value.name).includes('threading.Lock');
      if (isLock) this.#lock(context, body, value.site);
    }
    const blind = values.size === 0 || values.has(this.#ev.pool.unknown);
    if (!blind) return;
    if (/lock|mutex|semaphore/iu.test(spell(context))) this.#lock(context, body, undefined);
    for (const name of ['__enter__', '__exit__']) {
      for (const method of this.#ev.project.methodsNamed(name)) {
        if (!isTestModule(method.module)) this.#into.edge(method, context, 'name');
      }
    }
  }

  #lock(context: Expr, body: { readonly start: number; readonly end: number }, site: string | undefined): void {
    let leaves =
      this.#scope.facts.yields.some((expr) => within(expr, body)) ||
      (this.#scope.facts.isGenerator && this.#scope.facts.yields.length === 0);
    eachExpression(this.#scope.facts, (expr) => {
      if (within(expr, body) && (expr.kind === 'await' || (expr.kind === 'other' && expr.type === 'yield')))
        leaves = true;
    });
    this.#into.locks.push({ site, name: spell(context), place: this.#into.place(context), body, leaves });
  }

  /** The receiver is unknown, but only one kind of thing has a method of this name. */
  #distinctive(call: Call, method: string): void {
    for (const fact of this.#knowledge.byMethodName(method)) {
      if (!this.#imported.has(fact.name.split('.')[0] ?? '')) continue;
      this.#into.finding({ name: fact.name, fact, place: this.#into.place(call), how: 'name', call });
    }
  }
}

function within(
  expr: { readonly start: number; readonly end: number },
  body: { readonly start: number; readonly end: number },
): boolean {
  return body.start <= expr.start && expr.end <= body.end;
}

function isSetter(method: ProjectFunction): boolean {
  return method.facts.decorators.some((expr) => expr.kind === 'attribute' && expr.name === 'setter');
}

/** Methods that a library calls when an object is made or shown. */
function isHook(method: ProjectFunction): boolean {
  return method.facts.decorators.some((expr) =>
    /validat|serializer|computed_field|reconstructor|listens_for/u.test(spell(expr)),
  );
}
