import { runCli } from './run.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough (`ferryman ... | head`) is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

/** How long a command may take to leave the tree whole after the first signal, in milliseconds. */
const GRACE = 3000;

const controller = new AbortController();
let interrupted: number | undefined;
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => {
    if (interrupted !== undefined) process.exit(status);
    interrupted = status;
    controller.abort();
    setTimeout(() => process.exit(status), GRACE).unref();
  });
}

const exitCode = await runCli(process.argv.slice(2), {
  terminal: processTerminal(),
  cwd: process.cwd(),
  signal: controller.signal,
});
process.exitCode = interrupted ?? exitCode;
