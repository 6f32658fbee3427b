import * as fs from 'node:fs';
import * as path from 'node:path';
import { runCli } from '../../src/cli/index.ts';

/** README.md with the output of its tour as it is today. */
export async function readmeWithTour(root: string): Promise<string> {
  const { diff, summary } = await tour(root);
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  return replaceBlock(replaceBlock(readme, 'the output of the command above', diff), 'the rest of its output', summary);
}

/** What `ferryman migrate examples/ferry-booking --dry-run` prints: standard output, and the summary beside it. */
async function tour(root: string): Promise<{ readonly diff: string; readonly summary: string }> {
  const written = { out: '', err: '' };
  const terminal = {
    out: (text: string) => void (written.out += text),
    err: (text: string) => void (written.err += text),
    columns: 80,
    redraws: false,
    colour: false,
  };
  const example = path.join(root, 'examples', 'ferry-booking');
  const signal = new AbortController().signal;
  const exitCode = await runCli(['migrate', example, '--dry-run'], { terminal, cwd: root, signal });
  if (exitCode !== 0) throw new Error(`the tour ends with ${exitCode}\n${written.err}`);
  const summary = written.err.slice(written.err.search(/^\d+ files?$/m));
  return { diff: written.out.trimEnd(), summary: summary.trimEnd() };
}

/** The fenced block that follows a comment with these words gets another text. */
function replaceBlock(readme: string, words: string, text: string): string {
  const start = readme.indexOf(words);
  if (start === -1) throw new Error(`README.md has no comment "${words}"`);
  const block = /```(\w+)\n[\s\S]*?\n?```/;
  return (
    readme.slice(0, start) + readme.slice(start).replace(block, (_, kind: string) => `\`\`\`${kind}\n${text}\n\`\`\``)
  );
}
