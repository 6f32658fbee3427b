import type { Knowledge } from '../knowledge/index.ts';
import type { Program } from '../program/index.ts';
import type { DriverAudit } from './model.ts';

/** Drivers that database URLs in the code name, and declared packages of which it matters whether they are asynchronous. */
export function auditDrivers(program: Program, knowledge: Knowledge): readonly DriverAudit[] {
  const declared = program.dependencyFiles.flatMap(({ requirements }) => requirements.map(({ name }) => name));
  const packages = [...new Set(declared)].flatMap((name): DriverAudit[] => {
    const fact = knowledge.packageNamed(name);
    return fact ? [{ name, kind: fact.kind, state: fact.state, sibling: fact.sibling, note: fact.note }] : [];
  });
  const isTest = (file: string) => program.tests.testModules.some((module) => module.file === file);
  const drivernames = program.urls.filter(({ place }) => !isTest(place.file)).map(({ drivername }) => drivername);
  const urls = [...new Set(drivernames)].map((name) => ofUrl(name, knowledge));
  const rank = { database: 0, http: 1, cache: 2, queue: 3, other: 4 };
  return [...urls, ...packages].sort((a, b) => rank[a.kind] - rank[b.kind] || (a.name < b.name ? -1 : 1));
}

function ofUrl(drivername: string, knowledge: Knowledge): DriverAudit {
  const name = `${drivername}://`;
  const known = knowledge.asyncDrivers(drivername);
  const [best] = known?.siblings ?? [];
  if (known === undefined || best === undefined) {
    const state = known === undefined ? 'unknown' : 'no-sibling';
    return { name, kind: 'database', state, sibling: '', note: 'its engine stays on threads' };
  }
  const state = known.isAsync ? 'async' : 'has-sibling';
  return { name, kind: 'database', state, sibling: known.isAsync ? '' : best.requirement, note: best.note };
}
