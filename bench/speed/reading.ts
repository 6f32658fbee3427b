// The files of a project read by this thread alone, stage by stage; prints the stages as JSON.
import { readingStages } from '../../src/program/testing/reading-stages.ts';
import { cpuMs } from './stages.ts';

const [root = ''] = process.argv.slice(2);
const { lines, stages } = await readingStages(root, cpuMs);
console.log(
  JSON.stringify({ lines, files: [], stages: [...stages].map(([name, spent]) => ({ name, ...spent })), rssBytes: 0 }),
);
