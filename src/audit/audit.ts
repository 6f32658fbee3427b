import { checkThreaded, judgeEndpoints, surroundingsOf } from '../colour/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { isTestModule, type Program } from '../program/index.ts';
import { auditDrivers } from './drivers.ts';
import { auditEndpoint } from './endpoints.ts';
import { otherEntryPoints } from './entry-points.ts';
import { withFingerprints } from './fingerprint.ts';
import { forgottenAwaits } from './forgotten/analysis.ts';
import { hazards } from './hazards.ts';
import { moduleMap } from './module-map.ts';
import type { AuditFinding, AuditReport, ProjectSize } from './model.ts';
import { loopFindings } from './on-loop.ts';
import { auditPrograms } from './programs.ts';
import { readinessOf } from './readiness.ts';
import { sightOf } from './sight.ts';
import { waysTo } from './ways.ts';

/**
 * What stands between an application and the event loop. Reads only what `program` holds; nothing is executed. Throws
 * `FERRY_CONFIG` when the project's settings name an endpoint that there is not.
 */
export function audit(program: Program, knowledge: Knowledge): AuditReport {
  checkThreaded(program);
  const around = surroundingsOf(program, knowledge);
  const verdicts = judgeEndpoints(program, knowledge)
    .filter(({ endpoint }) => !endpoint.inTests)
    .sort((a, b) => byPlace(a.endpoint, b.endpoint));
  const holds = program.databases.some(({ kind, callee }) => kind === 'engine' && !callee.startsWith('ferryman.'));
  // Middleware and exception handlers are no endpoints, and run on the loop for all of them.
  const others = judgeEndpoints({ ...program, endpoints: otherEntryPoints(program) }, knowledge, { offload: false });
  const endpoints = verdicts.map((verdict) => auditEndpoint(verdict, holds));
  const ways = waysTo(program, around);
  const found = [
    ...loopFindings([...verdicts, ...others], holds),
    ...forgottenAwaits(program, knowledge).map((finding) => ({ ...finding, ...ways(finding) })),

    ...hazards(program, knowledge, around).map((finding) => ({ ...finding, ...ways(finding) })),
  ].sort(byPlace);
  const findings: readonly AuditFinding[] = withFingerprints(found);
  return {
    version: 1,
    project: sizeOf(program),
    sight: sightOf(program),
    endpoints,
    programs: auditPrograms(program, knowledge, around, verdicts),
    findings,
    drivers: auditDrivers(program, knowledge),
    readiness: readinessOf(endpoints),
    map: moduleMap(program, around, verdicts),
  };
}

interface Placed {
  readonly place: { readonly file: string; readonly start: number };
}

function byPlace(a: Placed, b: Placed): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.start - b.place.start;
}

function sizeOf({ modules, project, refusals }: Program): ProjectSize {
  return {
    files: modules.length,
    testFiles: modules.filter(isTestModule).length,
    lines: modules.reduce((sum, { facts }) => sum + facts.lines, 0),
    functions: project.functions.filter(({ facts }) => facts.kind === 'function').length,
    refusals: refusals.map(({ file, why, next }) => ({ file, why, next })),
  };
}
