import type { Effect, Severity } from '../knowledge/index.ts';
import type { Place } from '../program/index.ts';

/** What an audit says, as plain data. `--format json` prints it as it is. */
export interface AuditReport {
  /** Counts up when a reader of the JSON has to change. */
  readonly version: 1;
  readonly project: ProjectSize;
  readonly sight: Sight;
  /** In the order of their modules' files, then lines; those of tests are not among them. */
  readonly endpoints: readonly EndpointAudit[];
  /** What runs the application's code besides requests, in the order of names. */
  readonly programs: readonly ProgramAudit[];
  /** Everything worth a line in a list, in the order of files, then lines, then rules. */
  readonly findings: readonly AuditFinding[];
  readonly drivers: readonly DriverAudit[];
  readonly readiness: Readiness;
  /** How modules of the application reach each other on the way from endpoints, for the map. */
  readonly map: ModuleMap;
  /** Set where the report was compared with a baseline. */
  readonly baseline?: BaselineCounts;
}

/** Findings against those of a baseline: `gone` are in it and were not found any more. */
export interface BaselineCounts {
  readonly known: number;
  readonly fresh: number;
  readonly gone: number;
}

export interface ProjectSize {
  /** Python files that were read, those of tests among them. */
  readonly files: number;
  readonly testFiles: number;
  readonly lines: number;
  readonly functions: number;
  /** Files that were not read: broken, huge, linked from elsewhere. */
  readonly refusals: readonly { readonly file: string; readonly why: string; readonly next: string }[];
}

/** How calls were resolved, and what that costs. */
export interface Sight {
  readonly how: 'names' | 'types';
  /** One sentence: what this sight misses, and how to see better. */
  readonly note: string;
  /** Calls in the application's own code: to its own functions, to libraries, to nobody knows what. */
  readonly calls: { readonly inside: number; readonly outside: number; readonly unknown: number };
}

/** What one endpoint is, and what it would take to run it on the event loop. */
export interface EndpointAudit {
  /** `module:qualname`. */
  readonly id: string;
  readonly methods: readonly string[];
  readonly path: string;
  readonly place: Place;
  readonly isAsync: boolean;
  /** Reaches a session, engine or connection. */
  readonly database: boolean;
  readonly verdict: Verdict;
  /** Calls that have to be wrapped or exchanged before it is fit; 0 for `fit`. */
  readonly edits: number;
  readonly effect: LoopEffect;
  /** Why this effect, one sentence. */
  readonly why: string;
  /** What stands in its way or is worth knowing, each once, the nearest first. */
  readonly obstacles: readonly Obstacle[];
}

/** A command line, a task of a queue, a migration, a scheduled job, or a script with a main guard. */
export type ProgramKind = 'command' | 'task' | 'migration' | 'job' | 'script';

/** One of them: it has no request and, unless it starts one, no event loop. */
export interface ProgramAudit {
  /** `module:qualname`; a script's is `module:<module>`. */
  readonly id: string;
  readonly kind: ProgramKind;
  readonly place: Place;
  /** An `async def`, or something it reaches starts an event loop. */
  readonly isAsync: boolean;
  /** Reaches a session, engine or connection. */
  readonly database: boolean;
  /** Dotted names of what it reaches that waits. */
  readonly blocking: readonly string[];
  /** Functions that wait for something and that endpoints run, too, `module:qualname`: before they go native, this program has to await them. */
  readonly shared: readonly string[];
}

/**
 * `fit`: as it is. `edits`: once the calls in its obstacles are wrapped or exchanged. `stays`: something it reaches
 * cannot be moved by editing a call (a lock across I/O, thread-local state, a pool of threads), or nobody knows it.
 */
export type Verdict = 'fit' | 'edits' | 'stays';

/** What the loop does for an endpoint's throughput: a guess, with its reason. */
export type LoopEffect = 'gains' | 'neutral' | 'loses';

export interface Obstacle {
  /** Dotted name of what is reached: `requests.Session.get`. */
  readonly what: string;
  readonly effect: Effect | 'unknown';
  readonly severity: Severity;
  readonly why: string;
  readonly remedy: string;
  /** `wrap`: can go to a thread where it is called. `note`: allowed on the loop. `pin`: keeps the endpoint threaded. */
  readonly weight: 'wrap' | 'note' | 'pin';
  /** From the endpoint to the call, both included. */
  readonly chain: readonly ChainStep[];
}

export interface ChainStep {
  /** `module:qualname` of a project function; the dotted name of what is called at the end. */
  readonly name: string;
  /** Where the step before reaches this one. */
  readonly place: Place;
}

/** One line of the list of findings. */
export interface AuditFinding {
  readonly rule: RuleId;
  readonly place: Place;
  /** `module:qualname` of the function it stands in. */
  readonly inside: string;
  /** Short, what is there: `requests.get(...) blocks the event loop`. */
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly applicability: 'safe' | 'needs-review' | 'refused';
  /** Endpoints and other entry points that reach it, `module:qualname`; empty when none is known to. */
  readonly entryPoints: readonly string[];
  /** One chain from the first of them to it; empty when there is none. */
  readonly chain: readonly ChainStep[];
  /** The same for the same finding after lines have moved; for `--baseline`. */
  readonly fingerprint: string;
  /** Whether the baseline has it; absent without a baseline. */
  readonly since?: 'baseline' | 'new';
}

/** Rules by the names under which they are switched on (`--only`) and reported. */
export type RuleId =
  | 'blocking-call'
  | 'brief-call'
  | 'cpu-heavy'
  | 'lock-across-io'
  | 'thread-local'
  | 'threads'
  | 'unknown-call'
  | 'forgotten-await'
  | 'possible-forgotten-await'
  | 'hazard';

/** What a rule is, for help, SARIF and the HTML page. */
export interface Rule {
  readonly id: RuleId;
  readonly title: string;
  /** One or two sentences. */
  readonly help: string;
  readonly level: 'error' | 'warning' | 'note';
}

/** A database driver or library of the project, and what there is for the event loop. */
export interface DriverAudit {
  /** As declared or imported: `psycopg2-binary`, `requests`. */
  readonly name: string;
  readonly kind: 'database' | 'http' | 'cache' | 'queue' | 'other';
  readonly state: 'async' | 'has-sibling' | 'no-sibling' | 'unknown';
  /** What takes its place: `psycopg`, `httpx.AsyncClient`; empty when nothing does. */
  readonly sibling: string;
  readonly note: string;
}

export interface Readiness {
  readonly endpoints: { readonly fit: number; readonly edits: number; readonly stays: number };
  readonly databaseEndpoints: { readonly fit: number; readonly edits: number; readonly stays: number };
  readonly effects: { readonly gains: number; readonly neutral: number; readonly loses: number };
  /** Different call sites to edit for all endpoints whose verdict is `edits`. */
  readonly edits: number;
  /** `go`: most of what waits would gain. `wait`: something has to be done first. `stay`: not worth it, see why. */
  readonly advice: 'go' | 'wait' | 'stay';
  readonly why: readonly string[];
}

export interface ModuleMap {
  /** `fit`, `edits`, `stays`: the worst of its functions that endpoints reach; `plain` when none does. */
  readonly modules: readonly { readonly name: string; readonly state: Verdict | 'plain'; readonly endpoints: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly calls: number }[];
}
