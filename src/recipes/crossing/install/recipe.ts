import * as path from 'node:path';
import type { RouterSite } from '../../../program/index.ts';
import { insertAfter, insertAt, insertBefore, needImport } from '../../../syntax/index.ts';
import { applicationsOf } from '../../applications.ts';
import { defineRecipe, type Fitness, type RecipeContext, type Site } from '../../recipe.ts';
import type { Rewriter } from '../../rewriter.ts';
import { crossingModule } from './crossing-module.ts';
import { importPath } from './import-path.ts';

/** The file beside an application that lists its bridged endpoints. */
const FILE = 'ferryman_crossing.py';

interface Installation {
  readonly router: RouterSite;
  /** All endpoints of the applications made in this one's folder. */
  readonly endpoints: readonly Fitness[];
}

/** Each application that works with a database gets the driver, and a list of the endpoints that run on the loop. */
export const installCrossing = defineRecipe<Installation>({
  id: 'crossing/install',
  title: 'Install the driver and list the bridged endpoints',
  group: 'crossing',
  since: '0.1.0',
  stability: 'stable',
  requires: ['engine/create-engine', 'dependencies/add-runtime'],
  find(context) {
    const { all } = applicationsOf(context);
    const byFolder = Map.groupBy(
      all.filter((each) => each.left === undefined),
      ({ router }) => folderOf(router),
    );
    return all.map(({ router, endpoints, left }): Site<Installation> => {
      const place = { file: router.module.file, line: router.place.line, applicability: 'safe' as const, next: '' };
      if (left !== undefined) return { ...place, what: 'the application stays as it is', why: left };
      const together = byFolder.get(folderOf(router))?.flatMap((each) => each.endpoints) ?? [];
      const data = { router, endpoints: [...new Set(together)] };
      return { ...place, what: 'the driver is installed', why: summary(endpoints), data };
    });
  },
  rewrite({ router, endpoints }, rewriter, context) {
    const folder = folderOf(router);
    rewriter.create(folder === '.' ? FILE : `${folder}/${FILE}`, crossingModule(endpoints));
    if (installed(router)) return;
    install(router, rewriter, context);
  },
});

function install(router: RouterSite, rewriter: Rewriter, context: RecipeContext): void {
  const { file } = router.module;
  const crossing = rewriter.need(file, needImport('ferryman', 'crossing'));
  const bridged = rewriter.need(file, needImport(importPath(context, router.module), 'BRIDGED'));
  const text = context.text(file) ?? '';
  const { call } = router;
  const binding = router.inside.facts.bindings.find(
    ({ value, how }) => how === 'assign' && value?.start === call.start && value.end === call.end,
  );
  const target = binding?.target;
  const start = lineStart(text, target?.start ?? call.start);
  const indent = text.slice(start, target?.start ?? call.start);
  const rest = /^[ \t]*(#[^\r\n]*)?(?=\r|\n|$)/.exec(text.slice(call.end))?.[0];
  const plain = target?.kind === 'name' || target?.kind === 'attribute';
  if (target && plain && indent.trim() === '' && rest !== undefined) {
    const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
    const name = text.slice(target.start, target.end);
    const line = `${newline}${indent}${crossing}(${name}, bridged=${bridged})`;
    rewriter.edit(file, insertAt(call.end + rest.length, line));
  } else {
    // Not a statement of its own: `return FastAPI()`, `wrap(FastAPI())`. The driver hands the application back.
    rewriter.edit(file, insertBefore(call, `${crossing}(`), insertAfter(call, `, bridged=${bridged})`));
  }
}

/** A run before this one has been here. */
function installed(router: RouterSite): boolean {
  return router.module.facts.body.imports.some((fact) => fact.module === 'ferryman' && fact.name === 'crossing');
}

function folderOf(router: RouterSite): string {
  return path.posix.dirname(router.module.file);
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function summary(endpoints: readonly Fitness[]): string {
  const database = endpoints.filter((each) => each.database);
  const count = (list: readonly Fitness[]) => `${list.filter((each) => each.bridged).length} of ${list.length}`;
  return `${count(endpoints)} endpoints run on the loop, ${count(database)} of those that work with a database.`;
}
