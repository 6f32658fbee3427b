import { type ProjectFunction, spell } from '../../../program/index.ts';
import {
  analyseScopes,
  asFactory,
  asMethod,
  asyncHeader,
  type AsyncHeader,
  asyncReturn,
  type AsyncUse,
  definitionAt,
  dropImport,
  type Edit,
  indentationAt,
  insertAfter,
  insertBefore,
  type ModuleScope,
  needImport,
  placeAwaits,
  replace,
  siblings,
  type SyntaxNode,
  withTree,
} from '../../../syntax/index.ts';
import { defineRecipe, type NativeFlip, type NativeUse, type RecipeContext, type Site } from '../../recipe.ts';
import type { Rewriter } from '../../rewriter.ts';
import { headerFor } from '../runs.ts';
import { synchronousForm } from './synchronous-form.ts';

/** All that changes in one file: what is awaited in it is written together, because awaits nest. */
interface FileWork {
  readonly file: string;
  readonly flips: readonly NativeFlip[];
  readonly uses: readonly NativeUse[];
  readonly relays: readonly ProjectFunction[];
}

/** Functions become `async def`; what calls them awaits them, or bridges to them. */
export const flipFunctions = defineRecipe<FileWork>({
  id: 'native/flip',
  title: 'Make functions asynchronous',
  group: 'native',
  since: '0.2.0',
  stability: 'preview',
  stage: 'native',
  requires: ['crossing/install'],
  find({ native }) {
    if (native === undefined) return [];
    const flips = Map.groupBy(native.flips, (flip) => flip.function.module.file);
    const uses = Map.groupBy(native.uses, (use) => use.scope.module.file);
    const relays = Map.groupBy(native.relays, ({ module }) => module.file);
    const files = [...new Set([...flips.keys(), ...uses.keys(), ...relays.keys()])].sort();
    return files.flatMap((file): Site<FileWork>[] => {
      const work = {
        file,
        flips: flips.get(file) ?? [],
        uses: uses.get(file) ?? [],
        relays: relays.get(file) ?? [],
      };
      const [first, ...rest] = [...work.flips.map(flipSite), ...work.uses.flatMap(bridgeSite)];
      // All of the file hangs on its first finding; one that only awaits in functions that were asynchronous has none.
      const carrier = first ?? (work.uses.length > 0 ? awaitedSite(file, work.uses) : relaySite(file, work.relays));
      return [{ ...carrier, data: work }, ...rest.map((site) => ({ ...site, data: nothing(file) }))];
    });
  },
  rewrite(work, rewriter, context) {
    if (work.flips.length + work.uses.length + work.relays.length > 0) rewriteFile(work, rewriter, context);
  },
});

const nothing = (file: string): FileWork => ({ file, flips: [], uses: [], relays: [] });

function flipSite({ function: fn, keepsSync, why }: NativeFlip): Site<FileWork> {
  return {
    file: fn.module.file,
    line: fn.facts.span.line,
    what: `${becomes(fn)}${keepsSync ? ', its synchronous form stays beside it' : ''}`,
    why,
    applicability: 'safe',
    next: '',
  };
}

function bridgeSite({ scope, expr, gives, how, why }: NativeUse): readonly Site<FileWork>[] {
  if (how === 'await') return [];
  if (how === 'run') return [runSite({ scope, expr })];
  const name = spell(expr.kind === 'call' ? expr.callee : expr);
  const bridge = gives === 'iterator' ? 'iterate' : how === 'wait' ? 'wait' : 'maybe_wait';
  return [
    {
      file: scope.module.file,
      line: expr.line,
      what: `${name}${gives === 'iterator' && expr.kind !== 'call' ? '' : '(...)'} is bridged with ${bridge}`,
      why: why === '' ? `${scope.facts.kind === 'module' ? 'The module' : scope.qualname} is synchronous.` : why,
      applicability: 'safe',
      next: '',
    },
  ];
}

function runSite({ scope, expr }: Pick<NativeUse, 'scope' | 'expr'>): Site<FileWork> {
  return {
    file: scope.module.file,
    line: expr.line,
    what: `${spell(expr.kind === 'call' ? expr.callee : expr)}(...) is run by asyncio.run`,
    why: 'The program ends with it, and has no event loop of its own.',
    applicability: 'safe',
    next: '',
  };
}

function awaitedSite(file: string, uses: readonly NativeUse[]): Site<FileWork> {
  return {
    file,
    line: uses[0]?.expr.line ?? 0,
    what: `${uses.length} calls are awaited`,
    why: 'The functions around them are asynchronous already.',
    applicability: 'safe',
    next: '',
  };
}

function relaySite(file: string, relays: readonly ProjectFunction[]): Site<FileWork> {
  const names = relays.map(({ qualname }) => qualname);
  return {
    file,
    line: relays[0]?.facts.span.line ?? 0,
    what: `${names.join(', ')}: asynchronous in their annotations`,
    why: 'What they hand on went native.',
    applicability: 'safe',
    next: '',
  };
}

function rewriteFile({ file, flips, uses, relays }: FileWork, rewriter: Rewriter, context: RecipeContext): void {
  const text = context.text(file) ?? '';
  const minor = context.native?.minor;
  const known = uses.filter(({ how }) => how !== 'maybe');
  const unknown = uses.filter(({ how }) => how === 'maybe');
  const maybe = unknown.length === 0 ? '' : rewriter.need(file, needImport('ferryman', 'maybe_wait'));
  let isBridged = false;
  let isIterated = false;
  const bridges = {
    wait: () => {
      isBridged = true;
      return rewriter.need(file, needImport('ferryman', 'wait'));
    },
    iterate: () => {
      isIterated = true;
      return rewriter.need(file, needImport('ferryman', 'iterate'));
    },
  };
  const { edits, headers } = withTree(text, (root) => {
    const scopes = analyseScopes(root);
    const { edits } = placeAwaits(text, root, {
      functions: flips.filter(({ isPlain }) => !isPlain).map(({ function: fn }) => fn.facts.span),
      uses: known.map((use) => asyncUse(use, headerFor(use, rewriter, context))),
      ...bridges,
      run: () => `${rewriter.need(file, needImport('asyncio'))}.run`,
      aclosing: () => rewriter.need(file, needImport('contextlib', 'aclosing')),
      ...(minor === undefined ? {} : { minor }),
    });
    const handedOn = relays.flatMap(({ facts }) => definitionAt(root, facts.span) ?? []);
    const headers = [
      ...flips.map((flip) => headerOf(root, scopes, flip)),
      ...handedOn.map((definition) => asyncReturn(definition, scopes)),
    ];
    const doubled = flips
      .filter(({ keepsSync }) => keepsSync)
      .map(({ function: fn, isPlain }) => synchronousForm(text, definitionOf(root, fn), fn, isPlain, bridges));
    return { edits: [...edits, ...doubled], headers };
  });
  rewriter.edit(file, ...edits, ...headers.flatMap((header) => header.edits), ...known.flatMap(renamedCall));
  for (const { expr } of unknown) rewriter.edit(file, insertBefore(expr, `${maybe}(`), insertAfter(expr, ')'));
  for (const request of headers.flatMap((header) => header.requests)) rewriter.request(file, request);
  if (!isBridged && known.some(({ seed }) => seed === 'ferryman.wait'))
    rewriter.request(file, dropImport('ferryman', 'wait'));
  if (!isIterated && known.some(({ seed }) => seed === 'ferryman.iterate'))
    rewriter.request(file, dropImport('ferryman', 'iterate'));
}

function asyncUse(
  { expr, gives, cleansUp, seed, mayRun, form, shape, isLost = false, isFresh = false }: NativeUse,
  header: string | undefined,
): AsyncUse {
  const { start, end } = expr;
  const attribute = form?.attribute;
  return {
    start,
    end,
    gives,
    cleansUp,
    isWaitedFor: seed === 'ferryman.wait' || seed === 'ferryman.iterate',
    mayRun,
    shape,
    isLost,
    isFresh,
    ...(form === undefined ? {} : { isOptional: true }),
    ...(attribute === undefined ? {} : { attribute }),
    ...(header === undefined ? {} : { header }),
  };
}

/** Decorators, annotations and the name, as an asynchronous function has them. */
function headerOf(root: SyntaxNode, scopes: ModuleScope, { function: fn, isPlain }: NativeFlip): AsyncHeader {
  const { facts, owner } = fn;
  const definition = definitionOf(root, fn);
  const kept = isPlain ? asyncReturn(definition, scopes) : asyncHeader(definition, scopes);
  if (owner && facts.name === '__init__') {
    const factory = asFactory(definition, owner.qualname, layoutOf(root.text, definition));
    if (factory === undefined) throw new TypeError(`${facts.name} cannot be split`);
    return { ...kept, edits: [...kept.edits, ...factory] };
  }
  const header = { ...kept, edits: [...kept.edits, ...(isPropertyOf(fn) ? asMethod(definition) : [])] };
  const name = definition.childForFieldName('name');
  const sibling = owner && siblings.get(facts.name);
  if (sibling === undefined || name === null) return header;
  return { ...header, edits: [...header.edits, replace({ start: name.startIndex, end: name.endIndex }, sibling)] };
}

function becomes(fn: ProjectFunction): string {
  const { owner, facts, qualname } = fn;
  if (owner && facts.name === '__init__') return `${owner.qualname}.create(...) makes the object, and is awaited`;
  return `${qualname} becomes ${isPropertyOf(fn) ? 'an asynchronous method' : 'asynchronous'}`;
}

/** How the lines around a definition are indented and ended. */
function layoutOf(text: string, definition: SyntaxNode) {
  const indentation = indentationAt(text, definition.startIndex);
  const body = definition.childForFieldName('body');
  const inner = body ? indentationAt(text, body.startIndex) : '';
  const unit = inner.length > indentation.length ? inner.slice(indentation.length) : '    ';
  return { newline: /\r\n|\r|\n/u.exec(text)?.[0] ?? '\n', indentation, unit };
}

function isPropertyOf({ owner, facts }: ProjectFunction): boolean {
  return owner !== undefined && facts.decorators.some((expr) => expr.kind === 'name' && expr.id === 'property');
}

function definitionOf(root: SyntaxNode, { facts }: ProjectFunction): SyntaxNode {
  const definition = definitionAt(root, facts.span);
  if (definition === undefined) throw new TypeError(`${facts.name} is not where it was`);
  return definition;
}

/** `super().__enter__()` follows the name. */
function renamedCall({ expr }: NativeUse): readonly Edit[] {
  if (expr.kind !== 'call' || expr.callee.kind !== 'attribute') return [];
  const { name, end } = expr.callee;
  const sibling = siblings.get(name);
  return sibling === undefined ? [] : [replace({ start: end - name.length, end }, sibling)];
}
