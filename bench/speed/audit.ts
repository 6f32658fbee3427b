// One whole audit by syntax in a process that has done nothing before; prints the stages as JSON.
import { audit } from '../../src/audit/index.ts';
import { judgeEndpoints, typesOf } from '../../src/colour/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { openProgram } from '../../src/program/index.ts';
import { cpuMs, Stopwatch } from './stages.ts';

const [root = ''] = process.argv.slice(2);
const watch = new Stopwatch();
const knowledge = loadKnowledge();
watch.lap('knowledge files');
const program = await openProgram(root, {
  types: typesOf(knowledge),
  onStage: (name) => watch.add(name, performance.now(), cpuMs()),
});
judgeEndpoints(program, knowledge);
watch.lap('judging');
audit(program, knowledge);
watch.lap('audit');
const { modules } = program;
console.log(
  JSON.stringify({
    lines: modules.reduce((sum, { facts }) => sum + facts.lines, 0),
    files: modules.map(({ file }) => file),
    stages: watch.stages,
    rssBytes: process.resourceUsage().maxRSS * 1024,
  }),
);
