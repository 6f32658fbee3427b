import { FerryError } from '../base/index.ts';
import { checkThreaded, type EndpointVerdict, type OffloadSite, type Reason } from '../colour/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Program } from '../program/index.ts';
import { type Finding, type Fitness, runRecipes, wouldGain } from '../recipes/index.ts';
import { hashed } from './hashed.ts';
import type { Plan, PlannedEndpoint } from './model.ts';
import { checkProject, type Installed } from './refuse.ts';

export interface PlanOptions {
  /** Versions of the packages in the application's environment, by normalised name, where they are known. */
  readonly installed?: Installed;
}

/**
 * Day one as plain data. Throws a coded error when the project as a whole cannot be carried; what concerns one place
 * is a finding.
 */
export function makePlan(
  program: Program,
  verdicts: readonly EndpointVerdict[],
  knowledge: Knowledge,
  options: PlanOptions = {},
): Plan {
  checkProject(program, options.installed ?? new Map());
  checkThreaded(program);
  const served = verdicts.filter((verdict) => !verdict.endpoint.inTests);
  const judged = { fitness: served.map(fitnessOf), threadedCalls: offloadsOf(served) };
  const first = runRecipes(program, knowledge, judged);
  const scopes = first.findings.filter((each) => each.recipe === 'engine/scoped-session');
  const left = [...refusedEngines(first.findings), ...scopes.filter((each) => each.applicability === 'refused')];
  const fitness = left.length === 0 ? judged.fitness : judged.fitness.map((each) => onThread(each, left));
  checkGain(program, fitness);
  const { files, findings } =
    left.length === 0 ? first : runRecipes(program, knowledge, { fitness, threadedCalls: [] });
  return {
    root: program.root,
    files: files.map(hashed),
    findings: [...program.refusals.map(unread), ...fragilePydantic(options.installed), ...findings],
    endpoints: fitness.map((each, index) => row(each, served[index]?.onLoop ?? [])),
  };
}

/** Each call once, however many endpoints reach it; in the order of files and lines. */
function offloadsOf(verdicts: readonly EndpointVerdict[]): readonly OffloadSite[] {
  const all = verdicts.flatMap(({ offloads }) => offloads);
  const unique = new Map(all.map((site) => [`${site.scope.id} ${site.call.start} ${site.call.end}`, site]));
  const file = (site: OffloadSite) => site.scope.module.file;
  return [...unique.values()].sort((a, b) =>
    file(a) === file(b) ? a.call.start - b.call.start : file(a) < file(b) ? -1 : 1,
  );
}

function fitnessOf({ endpoint, database, verdict, reasons, offloads }: EndpointVerdict): Fitness {
  return {
    endpoint,
    database,
    offloads: offloads.length,
    bridged: verdict === 'bridged',
    reasons: reasons.map(reasonLine),
    causes: causesOf(reasons),
  };
}

/** `app.mail:send -> smtplib.SMTP.sendmail: talks to a mail server`. No line numbers: they would change with every edit. */
function reasonLine({ chain, what, why }: Reason): string {
  const steps = chain.slice(1).map((step) => step.name);
  const names = steps.at(-1) === what ? steps : [...steps, what];
  return `${names.join(' -> ')}: ${why}`;
}

/** One for each way of holding the thread: which call does it, where, and why that holds. */
function causesOf(reasons: readonly Reason[]): readonly string[] {
  return [...Map.groupBy(reasons, (reason) => reason.why)].map(([why, alike]) => {
    const [first] = alike;
    const holder = first?.chain.slice(1).findLast((step) => step.name !== first.what);
    const more = alike.length === 1 ? '' : ` and ${alike.length - 1} more`;
    return `${first?.what ?? ''}${holder ? ` in ${holder.name}` : ''}${more}: ${why}`;
  });
}

/** What stays for threads would hold the loop or mix requests up, and which endpoints use it is not known. */
function onThread(fitness: Fitness, left: readonly Finding[]): Fitness {
  const why = left.map((each) => `${each.file} stays as it is: ${each.why}`);
  return {
    ...fitness,
    bridged: false,
    offloads: 0,
    reasons: [...fitness.reasons, ...why],
    causes: [...fitness.causes, ...why],
  };
}

/** The engines that cannot be carried. Throws `FERRY_NO_ASYNC_DRIVER` when no other is left. */
function refusedEngines(findings: readonly Finding[]): readonly Finding[] {
  const engines = findings.filter((finding) => finding.recipe === 'engine/create-engine');
  const refused = engines.filter((finding) => finding.applicability === 'refused');
  const [engine] = refused;
  if (!engine || engines.some((finding) => finding.changed)) return refused;
  throw new FerryError({
    code: 'FERRY_NO_ASYNC_DRIVER',
    message: `No engine of this project can go onto an asynchronous driver. ${engine.why.replace(/\.$/, '')}`,
    where: `${engine.file}:${engine.line}`,
    next: engine.next,
    exitCode: 1,
  });
}

/** With every endpoint that works with a database on its thread, the application would only pay. */
function checkGain(program: Program, fitness: readonly Fitness[]): void {
  if (wouldGain(fitness)) return;
  const [reason] = fitness.flatMap((each) => each.reasons);
  throw new FerryError({
    code: 'FERRY_NOTHING_FIT',
    message: 'None of the endpoints that work with a database is known to be fit for the event loop',
    where: program.root,
    next: reason === undefined ? 'Declare endpoints first.' : `Begin with what holds the first of them: ${reason}`,
    exitCode: 1,
  });
}

function unread(refusal: Program['refusals'][number]): Finding {
  return {
    recipe: 'program',
    file: refusal.file,
    line: 0,
    what: `not read (${refusal.code})`,
    why: refusal.why,
    applicability: 'needs-review',
    next: refusal.next,
    changed: false,
  };
}

function row({ endpoint, database, bridged, offloads, reasons }: Fitness, onLoop: readonly Reason[]): PlannedEndpoint {
  const { id, methods, place } = endpoint;
  const state = bridged ? 'bridged' : 'threaded';
  const holds = onLoop.filter(({ effect, severity }) => severity === 'stall' && effect !== 'unknown').map(reasonLine);
  return {
    id,
    methods,
    path: endpoint.path,
    file: place.file,
    line: place.line,
    database,
    state,
    offloads,
    reasons,
    holdsLoop: [...new Set(holds)],
  };
}

/** Pydantic 2.0 to 2.6 corrupts memory when code that it calls is suspended; the runtime keeps that from happening. */
function fragilePydantic(installed: Installed = new Map()): readonly Finding[] {
  const version = installed.get('pydantic');
  if (version === undefined || !/^2\.[0-6](?:\.|$)/.test(version)) return [];
  return [
    {
      recipe: 'program',
      file: '(environment)',
      line: 0,
      what: `Pydantic ${version} cannot be suspended in the middle of a validation`,
      why: 'Responses are validated in threads, as before; a relationship that is loaded inside another validation is refused with NotSuspendable.',
      applicability: 'needs-review',
      next: 'Upgrade Pydantic to 2.7 or newer.',
      changed: false,
    },
  ];
}
