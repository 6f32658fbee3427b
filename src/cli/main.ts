import { runCli } from './run.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough (`ferryman ... | head`) is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

const controller = new AbortController();
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => {
    // The first one lets the command stop where the tree is whole; the second does not wait.
    if (controller.signal.aborted) process.exit(status);
    controller.abort();
    process.exitCode = status;
  });
}

const exitCode = await runCli(process.argv.slice(2), {
  terminal: processTerminal(),
  cwd: process.cwd(),
  signal: controller.signal,
});
process.exitCode = controller.signal.aborted ? (process.exitCode ?? exitCode) : exitCode;
