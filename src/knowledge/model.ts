import { z } from 'zod';

const dotted = z
  .string()
  .regex(
    /^[A-Za-z_][\w.]*(\(\)[\w.]*)?(\.\*)?$/u,
    'a dotted Python name; `name()` is what calling it gives; may end in .*',
  );

export const effectSchema = z
  .enum(['blocks', 'cpu', 'lock', 'thread', 'thread-local', 'loop-aware', 'database', 'harmless'])
  .describe(
    'what the call does to the thread that makes it. loop-aware: it asks for the event loop, and answers another thing where one runs',
  );

export const severitySchema = z
  .enum(['stall', 'brief'])
  .describe(
    'stall: may hold the thread for long (network, sleep, password hashing). brief: local file metadata and small files',
  );

export const entrySchema = z
  .strictObject({
    names: z
      .array(dotted)
      .min(1)
      .describe(
        'dotted names as imported; methods are Class.method; a trailing .* takes everything below, longest match wins',
      ),
    effect: effectSchema,
    severity: severitySchema.default('stall'),
    kind: z.string().min(1).describe('short word for reports: network, sleep, subprocess, file, password hashing'),
    why: z.string().min(1).describe('one sentence: why it holds the thread'),
    remedy: z.string().default('').describe('one sentence: what to write instead on an event loop'),
    offload: z
      .enum(['call', 'function', 'never'])
      .optional()
      .describe(
        'what may run in a thread while the rest stays on the loop. call: this call alone, it has done everything when it returns. function (default): only a whole function that makes and uses the object (what it gives is read or closed later, or is bound to a thread). never (default of lock and thread-local): other code depends on what this thread does',
      ),
    waits: z.boolean().default(true).describe('false: the call itself is over at once; what matters is what it starts'),
    distinctive: z
      .boolean()
      .default(false)
      .describe('the last part of the name is rare enough to count on a receiver of unknown type'),
    dispatches: z
      .boolean()
      .default(false)
      .describe('calls every function of the project that is called like the last part of the name: plugin hooks'),
  })
  .describe('one fact about one or more callables');

/** What calling something gives: see `librarySchema.awaitable`. */
export const awaitableSchema = z
  .enum(['coroutine', 'future', 'async-generator', 'async-manager', 'either'])
  .describe('what a call gives that still wants an await, an async for or an async with');

const member = z.string().regex(/^[A-Za-z_]\w*$/u);

export const twinSchema = z
  .strictObject({
    face: dotted.describe('callable that gives the asynchronous face of such an object: ferryman.async_session'),
    awaited: z
      .array(member)
      .default([])
      .describe('methods that the face has under the same name, and that have to be awaited there'),
    entered: z
      .array(member)
      .default([])
      .describe('methods whose result is entered: with on the object, async with on the face'),
    opened: z
      .array(member)
      .default([])
      .describe(
        'methods of a factory that enter what calling the factory gives, and its method of that name: sessionmaker.begin',
      ),
    type: dotted.optional().describe('class of the face, as people import it; without it no name ever holds the face'),
    plain: member.optional().describe('attribute of the face that is the object itself: sync_session'),
    same: z.array(member).default([]).describe('attributes that do the same on the face, nothing to await'),
    runs: member.optional().describe('method of the face that calls a synchronous function with the object: run_sync'),
    opens: member
      .optional()
      .describe('method of the face that opens, for an async with, something that has such a method: begin'),
  })
  .describe('the asynchronous face of an object');

export const librarySchema = z
  .strictObject({
    library: z.string().min(1).describe('name for people'),
    modules: z.array(dotted).min(1).describe('top-level or dotted modules this file speaks for'),
    version: z.string().min(1).describe('the version the facts were read from'),
    source: z.string().min(1).describe('where the facts stand: documentation page or source file'),
    rest: z
      .enum(['harmless', 'unknown', 'blocks', 'cpu'])
      .default('unknown')
      .describe('what callables are that no entry names'),
    remote: z
      .boolean()
      .default(false)
      .describe(
        'with rest: blocks: objects stand for something elsewhere, and fetch their attributes when they are read',
      ),
    aliases: z
      .record(dotted, dotted)
      .default({})
      .describe('other names of the same thing: requests.sessions.Session: requests.Session'),
    bases: z.record(dotted, z.array(dotted)).default({}).describe('base classes inside or outside the library'),
    returns: z.record(dotted, dotted).default({}).describe('callable: class of the object it returns'),
    attributes: z.record(dotted, dotted).default({}).describe('Class.attribute: class of its value'),
    carries: z
      .array(dotted)
      .default([])
      .describe('callables whose result is made of what they are given: session.query(Loan), sorted(loans)'),
    decorators: z
      .array(dotted)
      .default([])
      .describe('decorators whose result calls what they decorate, in the same thread, and is done when that is done'),
    awaitable: z
      .record(dotted, z.partialRecord(awaitableSchema, z.array(z.string().regex(/^[A-Za-z_]\w*$/u)).min(1)))
      .default({})
      .describe(
        'module or class, then what calling its members gives. coroutine: wants an await. future: runs already, wants an await. async-generator: wants async for. async-manager: wants async with. either: an await or async with',
      ),
    managers: z
      .array(dotted)
      .default([])
      .describe('classes whose objects can be entered with async with, and not with with'),
    awaits: z
      .array(dotted)
      .default([])
      .describe('callables that await, schedule, close or look at a coroutine that they are given: asyncio.gather'),
    values: z
      .array(dotted)
      .default([])
      .describe('callables that take values or functions, and for which a coroutine is a mistake: json.dumps'),
    twins: z
      .record(dotted, twinSchema)
      .default({})
      .describe('class: how its methods are called where they are awaited'),
    runs: z
      .record(dotted, member)
      .default({})
      .describe(
        'callables that do their I/O on an object they are given, and the parameter that takes it (the first one): the face runs them, MetaData.create_all: bind',
      ),
    entries: z.array(entrySchema).default([]).describe('facts about callables'),
  })
  .describe('what Ferryman knows of one library');

export const driverSchema = z
  .strictObject({
    dialect: z.string().describe('first part of the URL: postgresql in postgresql+psycopg2://'),
    sync: z.array(z.string()).describe('synchronous drivers; an empty string is the dialect without a driver'),
    async: z
      .array(
        z.strictObject({
          driver: z.string().describe('second part of the asynchronous URL'),
          requirement: z.string().describe('what to install'),
          note: z.string().default(''),
        }),
      )
      .describe('asynchronous drivers, the preferred one first; empty when there is none'),
    connections: z
      .array(dotted)
      .default([])
      .describe('classes of raw connections of the synchronous drivers: sqlite3.Connection'),
    modules: z
      .array(dotted)
      .default([])
      .describe('modules of synchronous drivers that no asynchronous driver uses: psycopg2, and not sqlite3'),
  })
  .describe('which asynchronous driver takes the place of which synchronous one');

export const driversFileSchema = z.strictObject({
  version: z.string().describe('SQLAlchemy version the table was read from'),
  source: z.string(),
  drivers: z.array(driverSchema),
});

export const packagesFileSchema = z.strictObject({
  version: z.string().describe('when the table was read'),
  source: z.string(),
  packages: z.array(
    z.strictObject({
      names: z.array(z.string()).min(1).describe('distributions as PyPI spells them, lower case with -'),
      kind: z.enum(['database', 'http', 'cache', 'queue', 'other']),
      state: z
        .enum(['async', 'has-sibling', 'no-sibling', 'unknown'])
        .describe('async: it has an asynchronous side itself; has-sibling: another package takes its place'),
      sibling: z.string().describe('what to use on an event loop; empty for none, or for itself as it is'),
      note: z.string(),
    }),
  ),
});

/** What there is for the event loop in the place of one distribution. */
export type PackageFact = z.infer<typeof packagesFileSchema>['packages'][number];
/** What calling something gives that is not the result yet. */
export type Awaitable = z.infer<typeof awaitableSchema>;
/** A method on the asynchronous face of its object. */
export interface Twin {
  /** Dotted name of what gives the face: `ferryman.async_session`. */
  readonly face: string;
  /** What is done with its result; `opened`: see `twinSchema`. */
  readonly how: 'awaited' | 'entered' | 'opened';
  /** The attribute of what it gives on the face that is what it gives on the object; undefined where that is the same. */
  readonly plain: string | undefined;
}

/** The asynchronous face of the objects of a class. */
export interface ClassTwin {
  /** Dotted name of what gives it: `ferryman.async_session`. */
  readonly face: string;
  /** Its attribute that is the object itself. */
  readonly plain: string | undefined;
  /** Attributes that do the same on both. */
  readonly same: ReadonlySet<string>;
  /** Its method that calls a synchronous function with the object. */
  readonly runs: string | undefined;
  /** Its method that opens, for a block, something that has such a method. */
  readonly opens: string | undefined;
}

/** The asynchronous face of the objects of a class. */
export interface Face {
  /** Dotted name of what gives it: `ferryman.async_session`. */
  readonly of: string;
  /** Its class, as people import it. */
  readonly type: string;
  /** Its attribute that is the object itself. */
  readonly plain: string;
  /** Methods that have to be awaited, or entered with `async with`, on it. */
  readonly awaited: ReadonlySet<string>;
  /** Attributes that do the same on both. */
  readonly same: ReadonlySet<string>;
}
export type Effect = z.infer<typeof effectSchema>;
export type Severity = z.infer<typeof severitySchema>;
export type Offload = NonNullable<Entry['offload']>;
export type Entry = z.infer<typeof entrySchema>;
export type Library = z.infer<typeof librarySchema>;
export type DriverFamily = z.infer<typeof driverSchema>;

/** An asynchronous driver that can take over. */
export type AsyncDriver = DriverFamily['async'][number];

/** What is known of one dotted name. */
export interface Fact {
  /** Canonical name, aliases and base classes followed. */
  readonly name: string;
  readonly effect: Effect;
  readonly severity: Severity;
  readonly kind: string;
  readonly why: string;
  readonly remedy: string;
  readonly library: string;
  /** See `Entry.offload`; `function` for what a library's `rest` says. */
  readonly offload: Offload;
  /** False: over at once; what matters is what it starts. */
  readonly waits: boolean;
  /** An attribute of this name may be fetched from elsewhere when it is read. */
  readonly isRemote: boolean;
  /** Calls every function of the project with the name of its last part. */
  readonly dispatches: boolean;
}

/** All knowledge files, indexed. */
export interface Knowledge {
  readonly libraries: readonly Library[];
  /** The fact about a dotted name, or `unknown` where a file speaks for the module but not the name, or no file does. */
  lookup(name: string): Fact | 'unknown';
  /** Class of what calling `name` returns; undefined when no file says. */
  returns(name: string): string | undefined;
  /** Class of the value of `Class.attribute`. */
  attribute(name: string): string | undefined;
  canonical(name: string): string;
  /** The name by which the files speak of what a module inside a library defines: `requests.Session.get`. */
  publicName(module: string, qualname: string): string;
  /** The class itself, then its bases, as far as the files tell. */
  lineage(name: string): readonly string[];
  /** The result is made of the arguments: see `Library.carries`. */
  carries(name: string): boolean;
  /** What calling `name` gives that wants an await; undefined where no file says so. */
  awaitable(name: string): Awaitable | undefined;
  /** The same for every class that has a method of that name, with the module or class it belongs to. */
  awaitableMethods(method: string): readonly { readonly owner: string; readonly gives: Awaitable }[];
  /** Objects of the class can be entered with `async with` and not with `with`. */
  isAsyncManager(name: string): boolean;
  /** How `Class.method` is called where it is awaited; undefined where no file says that it can be. */
  twin(name: string): Twin | undefined;
  /** The asynchronous face of the objects of a class. */
  twinOf(cls: string): ClassTwin | undefined;
  /** The parameter that takes what the callable does its I/O on; undefined where no file says. */
  runsOn(name: string): string | undefined;
  /** The asynchronous face of objects of just this class; undefined where no file gives it a type. */
  face(cls: string): Face | undefined;
  /** The face whose class has this name. */
  faceNamed(type: string): Face | undefined;
  /** Calling it gives the face of what it is given. */
  makesFace(callee: string): boolean;
  /** What the callable does with a coroutine that it is given; undefined where no file says. */
  takes(name: string): 'awaits' | 'values' | undefined;
  /** The decorator's result calls what it decorates, and is done when that is done. */
  runsDecorated(name: string): boolean;
  /** Facts whose last name part is `method` and which are marked distinctive. */
  byMethodName(method: string): readonly Fact[];
  /** A knowledge file speaks for this module or a parent of it. */
  knowsModule(name: string): boolean;
  /** What is known of a distribution, by its normalised name. */
  packageNamed(name: string): PackageFact | undefined;
  /** The class of a synchronous database driver's raw connections, under any name that it can be imported by. */
  isRawConnection(name: string): boolean;
  /** The synchronous driver's module, `psycopg2`, that a name belongs to; undefined where the loop's driver has it, too. */
  driverModule(name: string): string | undefined;
  /** The name of a synchronous driver in URLs: `psycopg2` of `postgresql+psycopg2`. */
  isSyncDriver(name: string): boolean;
  /** Asynchronous siblings of a URL's drivername (`postgresql+psycopg2`), best first; `undefined`: dialect unknown. */
  asyncDrivers(
    drivername: string,
  ): { readonly isAsync: boolean; readonly siblings: readonly AsyncDriver[] } | undefined;
}
