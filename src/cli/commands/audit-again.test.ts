import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ferryman, temporaryProject } from '../testing/harness.ts';

const OFFICE = {
  'office.py': `import time
from fastapi import FastAPI
app = FastAPI()
@app.get("/weather")
async def weather():
    time.sleep(2)
`,
  'pyproject.toml': '[project]\nname = "office"\n',
} as const;

let cache: ReturnType<typeof temporaryProject>;
beforeEach(() => {
  cache = temporaryProject({});
  vi.stubEnv('XDG_CACHE_HOME', cache.root);
});
afterEach(() => {
  vi.unstubAllEnvs();
  cache[Symbol.dispose]();
});

const audits = () => path.join(cache.root, 'ferryman', 'audit');
const entries = () => (fs.existsSync(audits()) ? fs.readdirSync(audits()) : []);
test('a second audit of the same files says the same and follows no call', async () => {
  using project = temporaryProject(OFFICE);
  const first = await ferryman(project.root, 'audit', '--format', 'json');
  const second = await ferryman(project.root, 'audit', '--format', 'json');
  expect(second.out).toBe(first.out);
  expect([first.exitCode, second.exitCode]).toEqual([1, 1]);
  expect(entries()).toHaveLength(1);
  const events = async (...more: string[]) =>
    (await ferryman(project.root, 'audit', '--format', 'ndjson', ...more)).out.match(/"id":"\w+"/gu);
  expect(await events()).toEqual(['"id":"read"', '"id":"read"']);
  expect(await events('--no-cache')).toEqual(['"id":"read"', '"id":"read"', '"id":"audit"', '"id":"audit"']);
});

test('an audit of other files, settings or knowledge is another one', async () => {
  using project = temporaryProject({ ...OFFICE, 'knowledge/post.yaml': knowledge('harmless') });
  const seen = async () => (await ferryman(project.root, 'audit', '--format', 'json')).out;
  const edit = (file: string, text: string) => fs.appendFileSync(path.join(project.root, file), text);
  const first = await seen();
  edit('office.py', '    time.sleep(3)\n');
  const second = await seen();
  expect(second).not.toBe(first);
  edit('office.py', '    import post\n    post.send()\n');
  edit('pyproject.toml', '[tool.ferryman]\nknowledge = ["knowledge"]\n');
  const third = await seen();
  fs.writeFileSync(path.join(project.root, 'knowledge/post.yaml'), knowledge('blocks'));
  const fourth = await seen();
  expect(fourth).toContain('"name": "post.send"');
  expect(third).not.toContain('"name": "post.send"');
  expect(entries()).toHaveLength(4);
});

test('damaged entries, and a cache that cannot be made, change nothing', async () => {
  using project = temporaryProject(OFFICE);
  const first = await ferryman(project.root, 'audit', '--format', 'json');
  for (const name of entries()) fs.writeFileSync(path.join(audits(), name), '{"version": 1}');
  expect(await ferryman(project.root, 'audit', '--format', 'json')).toEqual(first);
  fs.rmSync(path.join(cache.root, 'ferryman'), { recursive: true });
  fs.writeFileSync(path.join(cache.root, 'ferryman'), 'a file in its place');
  expect(await ferryman(project.root, 'audit', '--format', 'json')).toEqual(first);
});

function knowledge(effect: string): string {
  return `library: post
modules: [post]
version: '1'
source: https://post.example/docs
rest: harmless
entries:
  - names: [post.send]
    effect: ${effect}
    kind: network
    why: waits for the postman
    remedy: call it through to_thread
`;
}
