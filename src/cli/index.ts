export { renderCliReference } from './reference.ts';
export { runCli, type RunCliOptions } from './run.ts';
export type { Terminal } from './terminal.ts';
