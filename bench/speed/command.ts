// The command `ferryman audit`, by syntax, as a user runs it; prints what the whole process took as JSON.
import { runCli } from '../../src/cli/index.ts';
import { cpuMs } from './stages.ts';

const [root = '', ...more] = process.argv.slice(2);
let said = '';
const terminal = {
  out: (text: string) => void (said += text),
  err: () => {},
  columns: 80,
  redraws: false,
  colour: false,
};
const argv = ['audit', root, '--types', 'off', '--quiet', '--format', 'json', '--fail-on', 'never', ...more];
const exitCode = await runCli(argv, { terminal, cwd: root, signal: new AbortController().signal });
if (exitCode !== 0) throw new Error(`ferryman audit ended with ${exitCode}: ${said.slice(0, 1000)}`);
const rssBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ ms: performance.now(), cpuMs: cpuMs(), rssBytes }));
