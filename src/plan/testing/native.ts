import * as fs from 'node:fs';
import * as path from 'node:path';
import { typesOf } from '../../colour/index.ts';
import { type Knowledge, loadKnowledge } from '../../knowledge/index.ts';
import { openProgram, type Program } from '../../program/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { makeNativePlan } from '../native/make-native-plan.ts';
import type { NativePlan } from '../native/model.ts';

/** Knowledge files as Ferryman has them. */
export const knowledge: Knowledge = loadKnowledge();

/** The project in that folder, as it is now. */
export function programIn(root: string): Promise<Program> {
  return openProgram(root, { types: typesOf(knowledge) });
}

/** Plans the selection in the folder, and writes it there. */
export async function goNative(
  root: string,
  selection: readonly string[],
  kept?: ReadonlyMap<string, string>,
): Promise<NativePlan> {
  const plan = makeNativePlan(await programIn(root), knowledge, selection, kept);
  for (const { path: file, after } of plan.files) fs.writeFileSync(path.join(root, file), after);
  return plan;
}

/** What the Python files of the folder say, each below its name. */
export function textsIn(root: string): string {
  const files = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.py'));
  return files
    .sort()
    .map((file) => `# ${file}\n${fs.readFileSync(path.join(root, file), 'utf8')}`)
    .join('\n');
}

/** The head of a module that is on the loop already. */
export const engine = `from ferryman import create_engine
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///library.db")
`;

/** What would go native in a project written inline. Nothing is written. */
export async function planned(
  files: Readonly<Record<string, string>>,
  selection: readonly string[] = ['all'],
  kept?: ReadonlyMap<string, string>,
): Promise<NativePlan> {
  return makeNativePlan(await programIn(smallProject(files)), knowledge, selection, kept);
}

/** What keeps the runtime, one line each. */
export const remainingOf = ({ remaining }: NativePlan) =>
  remaining.map(({ kind, file, line, what, why }) => `${kind} ${file}:${line} ${what}: ${why}`);
