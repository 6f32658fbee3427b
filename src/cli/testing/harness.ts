import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { runCli } from '../run.ts';
import type { Terminal } from '../terminal.ts';

export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** A terminal of 80 columns without colour that keeps what it is given. */
export function memoryTerminal(options: Partial<Pick<Terminal, 'redraws' | 'colour'>> = {}) {
  const written = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    columns: 80,
    redraws: false,
    colour: false,
    ...options,
  };
  return { terminal, written };
}

/** Runs the CLI as a user would, in `cwd`. */
export async function ferryman(cwd: string, ...argv: readonly string[]): Promise<Ran> {
  const { terminal, written } = memoryTerminal();
  const exitCode = await runCli(argv, { terminal, cwd, signal: new AbortController().signal });
  return { exitCode, ...written };
}

/** A folder with these files, gone at the end of the `using` block. */
export function temporaryProject(files: Readonly<Record<string, string>>) {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ferryman-cli-')));
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
  return { root, [Symbol.dispose]: () => fs.rmSync(root, { recursive: true, force: true }) };
}
