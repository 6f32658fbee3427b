import * as fs from 'node:fs';
import * as path from 'node:path';
import { audit } from '../../src/audit/index.ts';
import { openCache } from '../../src/base/index.ts';
import { typesOf } from '../../src/colour/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { openProgram } from '../../src/program/index.ts';
import { readManifest } from '../corpus/manifest.ts';

/** Audit every application that is laid out in the corpus cache. Gives the text and how many crashed. */
export async function measureCorpus(say: (line: string) => void): Promise<number> {
  const cache = openCache('corpus');
  const knowledge = loadKnowledge();
  let crashed = 0;
  for (const app of readManifest()) {
    const root = path.join(cache.root, app.id, 'tree', app.root);
    if (!fs.existsSync(root)) {
      say(`${app.id.padEnd(24)} not laid out: npm run corpus -- ${app.id}`);
      continue;
    }
    const begun = performance.now();
    try {
      const { project, sight, findings, endpoints } = audit(
        await openProgram(root, { types: typesOf(knowledge) }),
        knowledge,
      );
      const seconds = (performance.now() - begun) / 1000;
      const rules = new Map<string, number>();
      for (const { rule } of findings) rules.set(rule, (rules.get(rule) ?? 0) + 1);
      const { inside, outside, unknown } = sight.calls;
      const share = ((100 * unknown) / Math.max(1, inside + outside + unknown)).toFixed(1);
      say(
        `${app.id.padEnd(24)} ${seconds.toFixed(1)} s, ${(project.lines / 1000).toFixed(1)} kLOC, ${endpoints.length} endpoints, ${share} % of ${inside + outside + unknown} calls unknown`,
      );
      const counts = [...rules].map(([rule, count]) => `${rule} ${count}`).toSorted((a, b) => a.localeCompare(b));
      say(`  ${counts.join(', ') || 'no findings'}`);
    } catch (error) {
      crashed += 1;
      say(`${app.id.padEnd(24)} crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return crashed;
}
