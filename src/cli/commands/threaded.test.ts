import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../base/index.ts';
import { ferryman, temporaryProject } from '../testing/harness.ts';

const PYTHON = path.join(import.meta.dirname, '..', '..', '..', '.venv', 'bin', 'python');

const HARBOUR = {
  'harbour.py': `import time

from fastapi import FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///harbour.db")
app = FastAPI()


@app.get("/berths")
def berths():
    with Session(engine) as session:
        return session.execute(text("select 1")).scalar_one()


@app.get("/plan")
def plan():
    with Session(engine) as session:
        return longest(session.execute(text("select 9")).scalar_one())


def longest(legs):
    until = time.thread_time() + 0.3
    while time.thread_time() < until:
        legs = max(legs, 9)
    return legs
`,
  'test_harbour.py': `from fastapi.testclient import TestClient

from harbour import app


def test_berths():
    assert TestClient(app).get("/berths").json() == 1


def test_plan():
    assert TestClient(app).get("/plan").json() == 9
`,
  'requirements.txt': 'fastapi\nsqlalchemy\n',
  '.gitignore': '*.db\n__pycache__\n',
};

test('what the guard measured goes into the setting, and from there into threads', async () => {
  using project = temporaryProject(HARBOUR);
  const git = async (...args: readonly string[]) => {
    expect(await run('git', args, { cwd: project.root, timeoutMs: 30_000 })).toMatchObject({ status: 0 });
  };
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Anna');
  await git('config', 'user.email', 'anna@ferries.example');
  const commit = async (message: string) => {
    await git('add', '.');
    await git('commit', '--quiet', '--message', message);
  };
  const prove = async () => {
    const { out, err } = await ferryman(project.root, 'prove', '--guard', '--python', PYTHON, '--quiet');
    expect(err).toBe('');
    expect(out).toMatch(/^Proven/);
    return out;
  };
  await commit('Open the harbour');
  await ferryman(project.root, 'migrate', '--branch', 'on-the-loop', '--quiet');

  const first = await prove();
  const setting = first.slice(first.indexOf('threaded = ['));
  expect(setting.replace(/\d{3,4} ms/, 'N ms')).toBe('threaded = [\n  "harbour:plan",  # computed for N ms\n]\n');
  fs.writeFileSync(path.join(project.root, 'ferryman.toml'), setting);
  await commit('Keep the plan in a thread');
  await ferryman(project.root, 'migrate', '--branch', 'in-threads', '--quiet');

  const second = await prove();
  expect(second).toContain('1 endpoints on the loop, 1 in threads');
  expect(second).not.toContain('threaded = [');
});
