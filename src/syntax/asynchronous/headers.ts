import { applyEdits, type Edit, insertBefore, remove, replace } from '../edits.ts';
import { dropImport, type ImportRequest, localName, needImport } from '../imports/requests.ts';
import type { SyntaxNode } from '../python.ts';
import { rangeOf } from '../range.ts';
import type { Binding, ModuleScope } from '../scopes/model.ts';
import { importTarget, resolve } from '../scopes/resolve.ts';
import { topLevelParts } from './parts.ts';
import { ownNodes } from './refusals.ts';

/** What the head of a function needs once the function is asynchronous. */
export interface AsyncHeader {
  readonly edits: readonly Edit[];
  readonly requests: readonly ImportRequest[];
  /** A return annotation that says neither iterator nor generator in a way known here: left as it is. */
  readonly unclear?: string;
}

const TYPING: readonly string[] = ['typing', 'typing_extensions', 'collections.abc', 'contextlib'];

const ASYNC_TYPES: Readonly<Record<string, string>> = {
  AbstractContextManager: 'AbstractAsyncContextManager',
  ContextManager: 'AsyncContextManager',
  Generator: 'AsyncGenerator',
  Iterable: 'AsyncIterable',
  Iterator: 'AsyncIterator',
};

/**
 * The return annotation of a generator and its `@contextmanager`, for the asynchronous form of the function. For a
 * function without `yield` there is nothing to do. Edits are those of the annotation and the decorators only.
 */
export function asyncHeader(definition: SyntaxNode, scopes: ModuleScope): AsyncHeader {
  if (ownNodes(definition, 'yield').length === 0) return { edits: [], requests: [] };
  const decorators = decoratorsOf(definition).map((decorator) => asyncDecorator(decorator, scopes));
  const returns = asyncReturn(definition, scopes);
  const parts = [...decorators, returns];
  return {
    edits: parts.flatMap(({ edits }) => edits),
    requests: parts.flatMap(({ requests }) => requests),
    ...(returns.unclear !== undefined && { unclear: returns.unclear }),
  };
}

/** The return annotation of a function that gives an asynchronous iterator or context manager, itself synchronous. */
export function asyncReturn(definition: SyntaxNode, scopes: ModuleScope): AsyncHeader {
  const annotation = definition.childForFieldName('return_type')?.firstNamedChild;
  return annotation ? asOneEdit(annotation, asyncReturns(annotation, scopes)) : NOTHING;
}

/**
 * `__init__` as a method that is awaited, and in front of it the factory that makes an object and awaits it. The method
 * keeps its text; undefined for parameters that are out of the ordinary.
 */
export function asFactory(definition: SyntaxNode, className: string, layout: Layout): readonly Edit[] | undefined {
  const name = definition.childForFieldName('name');
  const parameters = definition.childForFieldName('parameters');
  const all = parameters?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  const [self, ...own] = all;
  if (name === null || parameters === null || self?.type !== 'identifier') return undefined;
  const given = argumentsFor(own);
  if (given === undefined) return undefined;
  const text = parameters.text;
  const at = self.startIndex - parameters.startIndex;
  const factory = `${text.slice(0, at)}cls${text.slice(at + self.text.length)}`;
  const isNamed = definition.childForFieldName('return_type') !== null && !className.includes('<');
  const returns = isNamed ? ` -> "${className}"` : '';
  const { newline, indentation, unit } = layout;
  const lines = [
    '@classmethod',
    `async def create${factory}${returns}:`,
    `${unit}${self.text} = cls()`,
    `${unit}await ${self.text}._start(${given.join(', ')})`,
    `${unit}return ${self.text}`,
  ];
  const head = lines.map((line, index) => (index === 0 ? line : `${indentation}${line}`)).join(newline);
  // A range that reaches further is outside of what else is put in front of the definition.
  const around = { start: definition.startIndex, end: definition.endIndex + 1 };
  return [insertBefore(around, `${head}${newline}${newline}${indentation}`), replace(rangeOf(name), '_start')];
}

/** How the lines of a block look. */
export interface Layout {
  readonly newline: string;
  /** Of the block. */
  readonly indentation: string;
  /** One level of it. */
  readonly unit: string;
}

/** What hands each parameter on; undefined for one that has no name of its own. */
function argumentsFor(parameters: readonly SyntaxNode[]): readonly string[] | undefined {
  const given: string[] = [];
  let byName = false;
  for (const each of parameters) {
    if (each.type === 'positional_separator') continue;
    if (each.type === 'keyword_separator') {
      byName = true;
      continue;
    }
    const inner = each.type === 'typed_parameter' ? each.firstNamedChild : each;
    const pattern = /^(?:list|dictionary)_splat_pattern$/u.test(inner?.type ?? '');
    const name = each.childForFieldName('name')?.text ?? (pattern ? inner?.firstNamedChild?.text : inner?.text);
    if (name === undefined || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return undefined;
    if (pattern) given.push(`${inner?.type === 'list_splat_pattern' ? '*' : '**'}${name}`);
    else given.push(byName ? `${name}=${name}` : name);
    if (inner?.type === 'list_splat_pattern') byName = true;
  }
  return given;
}

/** `@property` taken away: what was read is called from now on. */
export function asMethod(definition: SyntaxNode): readonly Edit[] {
  return decoratorsOf(definition)
    .filter((decorator) => decorator.firstNamedChild?.text === 'property')
    .map((decorator) =>
      remove({ start: decorator.startIndex, end: decorator.nextNamedSibling?.startIndex ?? decorator.endIndex }),
    );
}

const NOTHING: AsyncHeader = { edits: [], requests: [] };

function decoratorsOf(definition: SyntaxNode): SyntaxNode[] {
  const { parent } = definition;
  if (parent?.type !== 'decorated_definition') return [];
  return parent.namedChildren.filter((child) => child.type === 'decorator');
}

function asyncDecorator(decorator: SyntaxNode, scopes: ModuleScope): AsyncHeader {
  const expression = decorator.firstNamedChild;
  const named = expression ? namedIn(expression.text, expression.startIndex, scopes) : undefined;
  if (expression === null || named?.full !== 'contextlib.contextmanager' || named.name !== expression.text) {
    return NOTHING;
  }
  return renamed(named, { start: expression.startIndex, module: 'contextlib', to: 'asynccontextmanager' }, scopes);
}

function asyncReturns(annotation: SyntaxNode, scopes: ModuleScope): AsyncHeader {
  const quote = /^("{3}|'{3}|"|')(.*)\1$/s.exec(annotation.type === 'string' ? annotation.text : '');
  const start = annotation.startIndex + (quote?.[1]?.length ?? 0);
  const text = quote?.[2] ?? annotation.text;
  const named = namedIn(text, start, scopes);
  const module = TYPING.find((each) => named?.full.startsWith(`${each}.`));
  const to = module && named ? ASYNC_TYPES[named.full.slice(module.length + 1)] : undefined;
  if (named === undefined || module === undefined || to === undefined) {
    return named?.full === 'typing.Any' ? NOTHING : { ...NOTHING, unclear: annotation.text };
  }
  const tail = text.slice(named.name.length);
  const parts = tail === '' ? [] : topLevelParts(tail);
  if (parts === undefined) return { ...NOTHING, unclear: annotation.text };
  const head = renamed(named, { start, module, to }, scopes);
  const [, second, third] = parts;
  if (to !== 'AsyncGenerator' || second === undefined || third === undefined) return head;
  const offset = start + named.name.length;
  return { ...head, edits: [...head.edits, remove({ start: offset + second.end, end: offset + third.end })] };
}

/** A quoted annotation is written anew as a whole: what it mentioned counts as gone only then. */
function asOneEdit(annotation: SyntaxNode, header: AsyncHeader): AsyncHeader {
  if (annotation.type !== 'string' || header.edits.length === 0) return header;
  const range = rangeOf(annotation);
  const shifted = header.edits.map((edit) => ({
    ...edit,
    start: edit.start - range.start,
    end: edit.end - range.start,
  }));
  return { ...header, edits: [replace(range, applyEdits(annotation.text, shifted))] };
}

interface Named {
  /** The dotted name as written. */
  readonly name: string;
  /** Through the imports of the file. */
  readonly full: string;
  readonly bindings: readonly Binding[];
}

/** The imported thing whose dotted name an expression, quoted or not, begins with. */
function namedIn(text: string, offset: number, scopes: ModuleScope): Named | undefined {
  const name = /^[\p{L}_][\p{L}\p{N}_.]*/u.exec(text)?.[0];
  const [first = '', ...rest] = name?.split('.') ?? [];
  if (name === undefined) return undefined;
  const found = resolve(first, scopes.scopeAt(offset));
  if (found.kind !== 'bound') return undefined;
  const targets = new Set(found.bindings.map(({ imported }) => imported && importTarget(imported)));
  const [target] = targets;
  if (targets.size !== 1 || target === undefined) return undefined;
  return { name, full: [target, ...rest].join('.'), bindings: found.bindings };
}

interface Renaming {
  readonly start: number;
  readonly module: string;
  readonly to: string;
}

/** Another name of the same module in the place of this one, spelled alike: by itself or as attribute of its module. */
function renamed(named: Named, { start, module, to }: Renaming, scopes: ModuleScope): AsyncHeader {
  const last = named.name.lastIndexOf('.') + 1;
  const range = { start: start + last, end: start + named.name.length };
  if (last > 0) return { edits: [replace(range, to)], requests: [] };
  const typeOnly = named.bindings.every((binding) => binding.typeOnly);
  const need = needImport(module, to, typeOnly ? { typeOnly } : {});
  const original = named.full.slice(module.length + 1);
  return { edits: [replace(range, localName(need, scopes))], requests: [need, dropImport(module, original)] };
}
