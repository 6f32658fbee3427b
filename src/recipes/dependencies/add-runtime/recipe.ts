import type { Edit } from '../../../syntax/index.ts';
import type { DependencyFile } from '../../../program/index.ts';
import { defineRecipe, type RecipeContext, type Site } from '../../recipe.ts';
import { editEnvironment } from './environment-yml.ts';
import { editLines, entriesOf, linesOf } from './lines.ts';
import { type RequirementList, targets, type Wanted } from './list.ts';
import { lockCommand, lockReason } from './locks.ts';
import { setupCfgLists } from './setup-cfg.ts';
import { editPython, setupPyLists } from './setup-py.ts';
import { editToml, tomlLists } from './toml.ts';
import { type Needs, needsOf } from './wanted.ts';

interface FileEdits {
  readonly file: string;
  readonly edits: readonly Edit[];
}

/** A requirement list and how to edit it. */
interface EditableList {
  readonly file: string;
  readonly list: RequirementList;
  edits(wanted: Wanted): readonly Edit[];
}

/** Dependency files name the runtime, SQLAlchemy's asyncio extra and the asynchronous driver. */
export const addRuntime = defineRecipe<FileEdits>({
  id: 'dependencies/add-runtime',
  title: 'Name the runtime and the asynchronous driver among the dependencies',
  group: 'dependencies',
  since: '0.1.0',
  stability: 'stable',
  requires: [],
  find(context) {
    const needs = needsOf(context);
    const { dependencyFiles } = context.program;
    const locks = dependencyFiles.filter((file) => isLock(context, file));
    const open = dependencyFiles.filter((file) => !locks.includes(file));
    const changed = [...editLists(context, open, needs), ...editEnvironments(context, open, needs)];
    const packages = [...needs.packages, ...needs.beside.keys(), 'sqlalchemy[asyncio]'].join(', ');
    const sites: Site<FileEdits>[] = changed.map((data) => ({
      file: data.file,
      line: 0,
      what: 'the runtime is added',
      why: `The application needs ${packages} from now on.`,
      applicability: 'safe',
      next: '',
      data,
    }));
    if (changed.length > 0) sites.push(...locks.map((lock) => lockSite(context, lock)));
    return [...sites, ...missing(context, needs)];
  },
  rewrite({ file, edits }, rewriter) {
    rewriter.edit(file, ...edits);
  },
});

function editLists(context: RecipeContext, files: readonly DependencyFile[], needs: Needs): readonly FileEdits[] {
  const lists = files.flatMap((file) => listsOf(context, file));
  const chosen = targets(lists.map((each) => each.list));
  const edited = lists.map((each) => {
    const isTarget = chosen.includes(each.list);
    const names = new Set(each.list.entries.map((entry) => entry.name));
    const drivers = [...needs.beside].flatMap(([driver, package_]) => (names.has(package_) ? [driver] : []));
    const wanted = isTarget
      ? { packages: [...needs.packages, ...drivers], asyncioExtra: needs.asyncioExtra }
      : { packages: drivers, asyncioExtra: false };
    return { file: each.file, edits: each.edits(wanted) };
  });
  return [...Map.groupBy(edited, (each) => each.file)]
    .map(([file, parts]) => ({ file, edits: parts.flatMap((part) => part.edits) }))
    .filter((each) => each.edits.length > 0);
}

function listsOf(context: RecipeContext, { file, kind }: DependencyFile): readonly EditableList[] {
  const text = context.text(file);
  if (text === undefined) return [];
  switch (kind) {
    case 'requirements': {
      const entries = entriesOf(linesOf(text));
      // Every requirements file is for somebody; a test or development one only names what it adds.
      const list = { group: '', main: true, entries };
      return [{ file, list, edits: (wanted) => editLines(text, entries, '', wanted) }];
    }
    case 'pyproject':
    case 'Pipfile':
      return tomlLists(text).map((list) => ({ file, list, edits: (wanted) => editToml(text, list, wanted) }));
    case 'setup.cfg':
      return setupCfgLists(text).map((list) => ({
        file,
        list,
        edits: (wanted) => editLines(text, list.entries, list.group, wanted),
      }));
    case 'setup.py':
      return setupPyLists(text).map((list) => ({ file, list, edits: (wanted) => editPython(text, list, wanted) }));
    case 'environment.yml':
    case 'lock':
      return [];
    default:
      return kind satisfies never;
  }
}

function editEnvironments(
  context: RecipeContext,
  files: readonly DependencyFile[],
  needs: Needs,
): readonly FileEdits[] {
  const wanted = { packages: [...needs.packages, ...needs.beside.keys()], asyncioExtra: needs.asyncioExtra };
  return files
    .filter((file) => file.kind === 'environment.yml')
    .map(({ file }) => ({ file, edits: editEnvironment(context.text(file) ?? '', wanted) }))
    .filter((each) => each.edits.length > 0);
}

function isLock(context: RecipeContext, file: DependencyFile): boolean {
  return file.kind === 'lock' || lockReason(file.file, context.text(file.file) ?? '') !== undefined;
}

function lockSite(context: RecipeContext, { file }: DependencyFile): Site<FileEdits> {
  return {
    file,
    line: 0,
    what: 'the lock file is left to its own tool',
    why: lockReason(file, context.text(file) ?? '') ?? 'Only the tool that wrote it can bring it up to date.',
    applicability: 'needs-review',
    next: lockCommand(file, context.text(file) ?? ''),
  };
}

function missing(context: RecipeContext, needs: Needs): readonly Site<FileEdits>[] {
  const files = context.program.dependencyFiles;
  const place = { file: files[0]?.file ?? '.', line: 0, applicability: 'needs-review' as const };
  const named = files.some((each) => each.requirements.some((requirement) => requirement.name === 'ferryman'));
  const sites: Site<FileEdits>[] = [];
  if (!named && editLists(context, files, needs).length === 0 && editEnvironments(context, files, needs).length === 0) {
    sites.push({
      ...place,
      what: 'no dependency file was changed',
      why: 'No list of dependencies that names FastAPI, SQLAlchemy or SQLModel was found.',
      next: `Install ${[...needs.packages, ...needs.beside.keys()].join(', ')} and sqlalchemy[asyncio] where the application runs.`,
    });
  }
  if (needs.unknown) {
    sites.push({
      ...place,
      what: 'no asynchronous driver was added',
      why: 'Neither a literal database URL nor a database driver is named in the project.',
      next: 'Add the asynchronous driver of your database: aiosqlite, psycopg (PostgreSQL), asyncmy (MySQL), aioodbc (SQL Server).',
    });
  }
  for (const drivername of needs.without) {
    sites.push({
      ...place,
      what: `no asynchronous driver for ${drivername}`,
      why: `No asynchronous driver is known for ${drivername}.`,
      next: 'Keep what uses it on threads, or move it to a driver that has one.',
    });
  }
  return sites;
}
