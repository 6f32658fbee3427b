export { paintDiff } from './diff.ts';
export { liveView, plainView, type ProgressView, seconds } from './progress.ts';
export { renderCliReference } from './reference.ts';
export { renderError } from './render-error.ts';
export { checkArguments, type RunCliOptions, runCli } from './run.ts';
export { type Paint, painter, processTerminal, type Terminal } from './terminal.ts';
export { wrap } from './wrap.ts';
