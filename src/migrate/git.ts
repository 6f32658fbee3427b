import { FerryError, type RunResult, run } from '../base/index.ts';

/** Settings that could run a program of the repository's choosing, or change bytes behind our back. */
const HARDENING = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.safecrlf=false',
  'core.quotePath=false',
  'core.fileMode=false',
  'core.pager=cat',
  'diff.external=',
  'gc.auto=0',
  'maintenance.auto=false',
  'commit.gpgSign=false',
  'submodule.recurse=false',
  'log.showSignature=false',
].flatMap((setting) => ['-c', setting]);

export interface GitOptions {
  readonly cwd: string;
  readonly input?: string;
  /** Set on top of the cleaned environment, for a temporary index or another work tree. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs git hardened and without prompts; `args` paths are literal, never patterns. Throws `FERRY_GIT_FAILED`. */
export async function git(args: readonly string[], options: GitOptions): Promise<string> {
  const result = await tryGit(args, options);
  if (result.status === 0) return result.stdout;
  throw new FerryError({
    code: 'FERRY_GIT_FAILED',
    message: `git ${args[0] ?? ''} failed: ${result.timedOut ? 'no answer in two minutes' : lastLine(result.stderr)}`,
    where: options.cwd,
    next: 'Look at `git status` there; when the repository is in order, run the command again.',
    exitCode: 3,
  });
}

/** Like {@link git}, for questions whose answer is the exit status. */
export function tryGit(args: readonly string[], options: GitOptions): Promise<RunResult> {
  return run('git', ['--no-pager', '--literal-pathspecs', ...HARDENING, ...args], {
    cwd: options.cwd,
    env: { ...cleanEnvironment(), ...options.env },
    timeoutMs: 120_000,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
}

/** Without the GIT_* variables of a hook or an alias we may have been started from: they would redirect every command. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_') || /^GIT_(AUTHOR|COMMITTER|CONFIG)_/.test(name),
  );
  return { ...Object.fromEntries(kept), GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

/** The pieces of NUL-terminated output. */
export function pieces(output: string): readonly string[] {
  return output.split('\0').filter((piece) => piece !== '');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? 'it said nothing';
}
