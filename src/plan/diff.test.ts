import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../base/index.ts';
import { unifiedDiff } from './diff.ts';
import type { Plan, PlannedFile } from './model.ts';

function planOf(files: Readonly<Record<string, readonly [before: string | undefined, after: string]>>): Plan {
  const planned = Object.entries(files).map(([name, [before, after]]): PlannedFile => {
    const bytes = before === undefined ? undefined : Buffer.from(before);
    return { path: name, beforeHash: null, before: bytes, after: Buffer.from(after) };
  });
  return { root: '/ferry', files: planned, findings: [], endpoints: [] };
}

test('a diff reads like one of git', () => {
  const plan = planOf({
    'app/db.py': ['from sqlalchemy import create_engine\n', 'from ferryman import create_engine\n'],
    'app/ferryman_crossing.py': [undefined, 'BRIDGED = frozenset[str]()\n'],
    'requirements.txt': ['fastapi\nsqlalchemy', 'fastapi\nferryman\nsqlalchemy'],
  });
  expect(unifiedDiff(plan)).toMatchInlineSnapshot(`
    "--- a/app/db.py
    +++ b/app/db.py
    @@ -1,1 +1,1 @@
    -from sqlalchemy import create_engine
    +from ferryman import create_engine
    --- /dev/null
    +++ b/app/ferryman_crossing.py
    @@ -0,0 +1,1 @@
    +BRIDGED = frozenset[str]()
    --- a/requirements.txt
    +++ b/requirements.txt
    @@ -1,2 +1,3 @@
     fastapi
    +ferryman
     sqlalchemy
    \\ No newline at end of file
    "
  `);
});

test('git applies it, to the byte', async () => {
  const plan = planOf({
    'app/db.py': ['import os\r\nengine = 1\r\n', 'import os\r\nengine = 2\r\n'],
    'time "table".py': ['TIMES = []\n', 'TIMES = [8, 12]\n'],
    'fähre.py': [undefined, 'NAME = "Fähre"\n'],
    'last.txt': ['no line ending', 'none either'],
  });
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-diff-'));
  for (const file of plan.files) {
    fs.mkdirSync(path.dirname(path.join(root, file.path)), { recursive: true });
    if (file.before) fs.writeFileSync(path.join(root, file.path), file.before);
  }
  const applied = await run('git', ['apply', '-'], { cwd: root, timeoutMs: 20_000, input: unifiedDiff(plan) });
  expect(applied.stderr).toBe('');
  for (const file of plan.files) {
    expect(fs.readFileSync(path.join(root, file.path), 'utf8')).toBe(Buffer.from(file.after).toString());
  }
  fs.rmSync(root, { recursive: true });
});
