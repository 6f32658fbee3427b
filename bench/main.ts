import { readdirSync } from 'node:fs';
import { FerryError } from '../src/base/index.ts';
import { painter, processTerminal, renderError } from '../src/cli/index.ts';

/** What every program in a folder of bench/ offers: run with its arguments, give the exit code. */
interface Bench {
  main(args: string[]): Promise<number>;
}

const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'results')
  .map((entry) => entry.name)
  .sort();

const [name, ...args] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  const problem = name === undefined ? 'Which one?' : `There is no bench called ${name}.`;
  console.error(
    `${problem} Usage: npm run bench -- NAME [arguments]\n${names.map((known) => `  ${known}`).join('\n')}`,
  );
  process.exitCode = 2;
} else {
  const bench = (await import(`./${name}/main.ts`)) as Bench;
  try {
    process.exitCode = await bench.main(args);
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    const terminal = processTerminal();
    terminal.err(renderError(error, painter(terminal.colour), { debug: false, columns: terminal.columns }));
    process.exitCode = error.exitCode;
  }
}
