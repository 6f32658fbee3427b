import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { FerryError } from '../base/index.ts';
import { judgeEndpoints, typesOf } from '../colour/index.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { openProgram } from '../program/index.ts';
import { type Example, readPage, recipes, renderFinding } from '../recipes/index.ts';
import { makePlan } from './make-plan.ts';
import { makeNativePlan } from './native/make-native-plan.ts';
import type { Plan } from './model.ts';

const folder = path.join(import.meta.dirname, '../recipes');
const knowledge = loadKnowledge();
const examples = recipes.flatMap(({ id, stage }) =>
  readPage(fs.readFileSync(path.join(folder, id, 'recipe.md'), 'utf8')).map((example) => ({ id, stage, ...example })),
);

/** Plans the example's project in a folder of its own, and once more on the result, which must change nothing. */
async function planTwice(example: Example, stage: Stage): Promise<Plan> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-page-'));
  try {
    for (const [file, text] of example.before) writeInto(root, file, text);
    const plan = await planIn(root, stage);
    for (const file of plan.files) writeInto(root, file.path, file.after);
    const again = await planIn(root, stage);
    expect(
      again.files.map((file) => file.path),
      'a second run changes nothing',
    ).toEqual([]);
    return plan;
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

type Stage = (typeof examples)[number]['stage'];

async function planIn(root: string, stage: Stage): Promise<Plan> {
  const program = await openProgram(root, { types: typesOf(knowledge) });
  if (stage === 'native') return makeNativePlan(program, knowledge, ['all']);
  return makePlan(program, judgeEndpoints(program, knowledge), knowledge);
}

function writeInto(root: string, file: string, content: string | Uint8Array): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), content);
}

test.each(examples)('$id, line $line: $title', async ({ id, stage, ...example }) => {
  if (example.error !== undefined) {
    const refusal = await planTwice(example, stage).catch((error: unknown) => error);
    expect(refusal instanceof FerryError ? refusal.code : refusal).toBe(example.error);
    return;
  }
  const plan = await planTwice(example, stage);
  const written = new Map(plan.files.map((file) => [file.path, Buffer.from(file.after).toString()]));
  for (const [file, text] of example.after) expect(written.get(file) ?? example.before.get(file), file).toBe(text);
  if (example.findings === undefined) return;
  const findings = plan.findings.filter((finding) => finding.recipe === id).map((each) => `${renderFinding(each)}\n`);
  expect(findings.join('')).toBe(example.findings);
});

test('every recipe has a page with an example', () => {
  const shown = new Set(examples.map((example) => example.id));
  expect(recipes.map((recipe) => recipe.id).filter((id) => !shown.has(id))).toEqual([]);
});
