import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FerryEvent } from '../base/index.ts';
import { hasEnded } from '../base/testing/has-ended.ts';
import { openSemantics, type PlaceQuestion, type SemanticsOptions } from './index.ts';
import { library, offsetIn, textOf } from './testing/library.ts';
import { isStopped, serversOf } from './testing/processes.ts';
import { SERVERS } from './testing/servers.ts';

const DESK = 'library/desk.py';
const question: PlaceQuestion = {
  want: 'definitions',
  file: DESK,
  offset: offsetIn(textOf(DESK), 'Attic().|lend'),
};
const right = { kind: 'locations', locations: [{ file: 'library/shelves.py', line: 11 }] };
const installed = SERVERS.filter(({ missing }) => missing === undefined);
/** One that starts in no time, where there is one. */
const quick = installed.find(({ server }) => server === 'ty') ?? { server: 'pyright' as const };
const open = (server: (typeof SERVERS)[number], options: Partial<SemanticsOptions> = {}) => {
  const { missing: _, ...start } = server;
  return openSemantics({ root: root.root, ...start, ...options });
};

let root: ReturnType<typeof library>;
beforeEach(() => {
  root = library();
});
afterEach(() => root[Symbol.dispose]());

async function theServer(): Promise<number> {
  const [pid = 0, ...others] = await serversOf();
  expect(pid).toBeGreaterThan(0);
  expect(others).toEqual([]);
  return pid;
}

/** Stop the server without ending it, and wait until it stands still. */
async function halt(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await vi.waitFor(async () => expect(await isStopped(pid)).toBe(true), { timeout: 5000, interval: 10 });
}

test.each(installed)(
  '$server killed in the middle is started again, shown its overlays, and answers',
  async (server) => {
    const events: FerryEvent[] = [];
    await using semantics = await open(server, { onEvent: (event) => events.push(event) });
    const overlay = semantics.hasOverlays ? `# moved down by one line\n${textOf('library/shelves.py')}` : undefined;
    if (overlay !== undefined) semantics.open('library/shelves.py', overlay);
    const pid = await theServer();
    let answered = 0;
    const answers = await semantics.ask(
      Array.from({ length: 60 }, () => question),
      {
        onAnswer(done) {
          answered = done;
          if (done === 5) process.kill(pid, 'SIGKILL');
        },
      },
    );
    const line = overlay === undefined ? 11 : 12;
    expect(answered).toBe(60);
    for (const answer of answers) expect(answer).toMatchObject({ locations: [{ file: 'library/shelves.py', line }] });
    expect(events).toEqual([
      { kind: 'note', level: 'warning', text: `${server.server} ended and is started again (1 of 3)` },
    ]);
    expect(await theServer()).not.toBe(pid);
  },
);

test('a server that ends too often is given up with an error that says so', async () => {
  await using semantics = await open(quick, { restarts: 1 });
  process.kill(await theServer(), 'SIGKILL');
  expect(await semantics.ask([question])).toMatchObject([right]);
  process.kill(await theServer(), 'SIGKILL');
  const [answer] = await semantics.ask([question]);
  expect(answer).toMatchObject({ kind: 'failed', error: { code: 'FERRY_SEMANTICS_ENDED', exitCode: 3 } });
  await expect(semantics.definitions(DESK, question.offset)).rejects.toThrow('ended 2 times');
});

test('a server that does not answer in time is replaced', async () => {
  await using semantics = await open(quick, { timeoutMs: 3000 });
  expect(await semantics.ask([question])).toMatchObject([right]);
  const pid = await theServer();
  await halt(pid);
  const [answer] = await semantics.ask([{ ...question, want: 'hover' }]);
  expect(answer).toMatchObject({
    kind: 'failed',
    error: { code: 'FERRY_SEMANTICS_TIMEOUT', where: 'library/desk.py:22', exitCode: 1 },
  });
  expect(await hasEnded(pid)).toBe(true);
  expect(await semantics.ask([question])).toMatchObject([right]);
});

test('questions are given up at once when their signal is aborted, and the next ones are answered', async () => {
  await using semantics = await open({ server: 'pyright' });
  const pid = await theServer();
  await halt(pid);
  const abort = new AbortController();
  const asked = performance.now();
  setTimeout(() => abort.abort(new Error('the user has left')), 50);
  const many = Array.from({ length: 20 }, () => question);
  await expect(semantics.ask(many, { signal: abort.signal })).rejects.toThrow('the user has left');
  expect(performance.now() - asked).toBeLessThan(1000);
  process.kill(pid, 'SIGCONT');
  expect(await semantics.ask([question])).toMatchObject([right]);
});

test('no server outlives its user', async () => {
  const outlived = await Promise.all(
    installed.map(async (server) => {
      const script = `
        const { openSemantics } = await import(${JSON.stringify(path.join(import.meta.dirname, 'index.ts'))});
        const semantics = await openSemantics(${JSON.stringify({ ...server, root: root.root })});
        await semantics.definitions(${JSON.stringify(DESK)}, ${question.offset});
        console.log('ready');
        setInterval(() => {}, 1000);`;
      const user = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, TMPDIR: root.makeFolder('temporary') },
      });
      await once(user.stdout, 'data');
      const [pid = 0] = await serversOf(user.pid);
      expect(pid).toBeGreaterThan(0);
      user.kill('SIGKILL');
      return (await hasEnded(pid)) ? [] : [server.server];
    }),
  );
  expect(outlived.flat()).toEqual([]);
});

test('what cannot be started is a coded error', async () => {
  const codes = [
    open({ server: 'ty', program: 'no-such-ty' }),
    open({ server: 'pyright' }, { python: root.resolve('no-venv/bin/python') }),
    open({ server: 'ty', program: process.execPath }),
  ].map((opening) =>
    opening.then(
      () => 'started',
      (error: { readonly code?: string }) => error.code,
    ),
  );
  expect(await Promise.all(codes)).toEqual(['FERRY_PROGRAM_MISSING', 'FERRY_NO_ENVIRONMENT', 'FERRY_SEMANTICS_ENDED']);
});

test('the server and its private folder are gone when it is closed', async () => {
  const semantics = await open({ server: 'pyright' });
  const pid = await theServer();
  await semantics[Symbol.asyncDispose]();
  expect(await hasEnded(pid)).toBe(true);
  await expect(semantics.hover(DESK, 0)).rejects.toMatchObject({ code: 'FERRY_SEMANTICS_ENDED' });
});
