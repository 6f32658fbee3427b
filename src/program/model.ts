import type { ClassFacts, Expr, FunctionFacts, ModuleFacts, Place } from './facts.ts';

/** A file or link that was not read, and what to do about it. */
export interface Refusal {
  readonly code:
    | 'FERRY_SYMLINK_OUTSIDE'
    | 'FERRY_FILE_TOO_LARGE'
    | 'FERRY_UNDECODABLE'
    | 'FERRY_DOES_NOT_PARSE'
    | 'FERRY_ODD_FILE_NAME'
    | 'FERRY_UNREADABLE';
  /** Path relative to the root, with `/`; may hold line feeds, so print it with JSON.stringify. */
  readonly file: string;
  readonly why: string;
  readonly next: string;
}

/** One Python file of the project. */
export interface Module {
  /** Path relative to the root, with `/`. */
  readonly file: string;
  /** Dotted name under which the application most likely imports it. */
  readonly name: string;
  /** Every dotted name it can be imported under (several source roots), `name` first. */
  readonly names: readonly string[];
  readonly isPackage: boolean;
  readonly role: ModuleRole;
  readonly facts: ModuleFacts;
}

/** What a module is for; `application` when nothing says otherwise. */
export type ModuleRole = 'application' | 'test' | 'conftest' | 'alembic' | 'cli' | 'celery' | 'script' | 'setup';

/** A function of the project, methods and nested functions too, with its identity as Python gives it. */
export interface ProjectFunction {
  readonly id: number;
  readonly module: Module;
  /** `fn.__qualname__`: `Library.lend`, `make_router.<locals>.list_books`. The module body is `<module>`. */
  readonly qualname: string;
  readonly facts: FunctionFacts;
  /** The scope it is defined in; undefined for a module body. */
  readonly parent: ProjectFunction | undefined;
  /** The class whose method it is. */
  readonly owner: ProjectClass | undefined;
}

export interface ProjectClass {
  readonly id: number;
  readonly module: Module;
  readonly qualname: string;
  readonly facts: ClassFacts;
  /** Its body as a scope. */
  readonly body: ProjectFunction;
  readonly parent: ProjectFunction;
  /** Methods by name; several for overloads, and for a property with its setter. */
  readonly methods: ReadonlyMap<string, readonly ProjectFunction[]>;
}

/** `FastAPI(...)`, `APIRouter(...)`, or an instance of a project class derived from one of them. */
export interface RouterSite {
  readonly id: number;
  readonly kind: 'application' | 'router';
  readonly place: Place;
  readonly module: Module;
  /** The function whose body makes it: the module body, a factory, a test. */
  readonly inside: ProjectFunction;
  /** The name it is bound to where it is made, `app` in `app = FastAPI()`. */
  readonly boundTo: string | undefined;
  readonly call: Extract<Expr, { kind: 'call' }>;
  readonly prefix: string;
}

export interface Endpoint {
  /** `module:qualname`, exactly `f"{fn.__module__}:{fn.__qualname__}"`. */
  readonly id: string;
  /** The same function under the other names its module can be imported by. */
  readonly otherIds: readonly string[];
  readonly function: ProjectFunction;
  /** `GET`, `POST`, ... or `WEBSOCKET`; several for `api_route`. */
  readonly methods: readonly string[];
  /** The router's own prefix and the route's path where both are literals. */
  readonly path: string;
  readonly isAsync: boolean;
  /** Where the route is declared: the decorator, or the call of `add_api_route`. */
  readonly place: Place;
  /** Undefined where the receiver could not be resolved and only the decorator's shape says that it is a route. */
  readonly router: RouterSite | undefined;
  /** What runs for a request besides the endpoint itself: its dependencies and theirs, routers' and application's too. */
  readonly dependencies: readonly Dependency[];
  /** Declared in a test or conftest module. */
  readonly inTests: boolean;
}

/** One callable that FastAPI calls for an endpoint. */
export interface Dependency {
  /** The function, `__init__` of a class, or `__call__` of an instance; undefined where it could not be resolved. */
  readonly function: ProjectFunction | undefined;
  /** Dotted name outside the project, `fastapi.security.OAuth2PasswordBearer`, when it is one. */
  readonly external: string | undefined;
  /** As written: `get_session`, `RoleChecker("admin")`. */
  readonly text: string;
  readonly place: Place;
}

/** A call that makes something the database recipes care about. Offsets are those of `src/syntax`. */
export interface DatabaseSite {
  readonly kind: 'engine' | 'async-engine' | 'session-factory' | 'async-session-factory' | 'scoped-session';
  /** Dotted name of what is called: `sqlalchemy.create_engine`, `sqlmodel.create_engine`, `sqlalchemy.orm.sessionmaker`. */
  readonly callee: string;
  readonly module: Module;
  readonly inside: ProjectFunction;
  readonly call: Extract<Expr, { kind: 'call' }>;
  readonly place: Place;
  readonly boundTo: string | undefined;
  /** `scoped_session(factory, scopefunc=...)`: a scope function is given. */
  readonly hasScopeFunction: boolean;
  /** Literal URL among the arguments, with the place of the literal. */
  readonly url: UrlLiteral | undefined;
}

/** A string in the code that is a database URL: `sqlite:///./library.db`. */
export interface UrlLiteral {
  readonly value: string;
  /** `postgresql+psycopg2`, lower case. */
  readonly drivername: string;
  readonly place: Place;
}

export interface ListenerSite {
  readonly event: string;
  readonly function: ProjectFunction;
  readonly place: Place;
}

/** A dependency file and what it says. */
export interface DependencyFile {
  readonly file: string;
  readonly kind: 'pyproject' | 'requirements' | 'setup.cfg' | 'setup.py' | 'Pipfile' | 'environment.yml' | 'lock';
  readonly requirements: readonly Requirement[];
}

export interface Requirement {
  /** Normalised (PEP 503): lower case, runs of `-_.` as one `-`. */
  readonly name: string;
  readonly extras: readonly string[];
  /** As written: `>=2.0,<3`; poetry's `^1.4` and conda's `=1.4` stay as they are; empty when none. */
  readonly specifier: string;
  /** `main`, or the name of the extra, group or file section. */
  readonly group: string;
  /** 1-based line in its file; 0 where the format gives none. */
  readonly line: number;
  readonly text: string;
}

/** A function that pytest calls to fill parameters of the same name. */
export interface Fixture {
  readonly function: ProjectFunction;
  /** `name=` of the decorator, else the function's own. */
  readonly name: string;
  readonly scope: 'function' | 'class' | 'module' | 'package' | 'session' | '?';
  readonly autouse: boolean;
}

/** A test as pytest collects it. */
export interface TestFunction {
  /** `tests/test_desk.py::TestDesk::test_lend`; one for all values of `parametrize`. */
  readonly id: string;
  readonly function: ProjectFunction;
  readonly isAsync: boolean;
  /** By the name of the parameter; undefined for what a plugin or `parametrize` gives. */
  readonly parameters: ReadonlyMap<string, Fixture | undefined>;
  /** Fixtures that run without being asked for, `usefixtures` among them. */
  readonly besides: readonly Fixture[];
}

export interface TestSetup {
  /** Every test that pytest would collect, in the order of files and lines. */
  readonly functions: readonly TestFunction[];
  readonly fixtures: readonly Fixture[];
  readonly conftests: readonly Module[];
  readonly testModules: readonly Module[];
  /** File and section that configure pytest, in pytest's own order of precedence; undefined when none does. */
  readonly config: { readonly file: string; readonly section: string } | undefined;
  readonly pythonpath: readonly string[];
  readonly testpaths: readonly string[];
}
