import type { Argument, Expr, Parameter } from '../facts.ts';
import { parseAnnotation } from './quoted.ts';
import { field, fields, type Raw } from './raw.ts';
import { nameOf, type Reading, ScopeBuilder, spanOf, textOf } from './scope.ts';

/**
 * An expression as plain data. What it runs besides its value (conditions, iterables, lambdas, walrus bindings) is
 * added to `scope`, so that nothing that is evaluated gets lost.
 */
export function readExpression(reading: Reading, raw: Raw, scope: ScopeBuilder): Expr {
  // Most of a file is names, attributes, calls and strings: those are put together field by field, which is much faster.
  const { line, start, end } = raw;
  switch (raw.type) {
    case 'identifier':
      return { kind: 'name', id: nameOf(reading, raw), line, start, end };
    case 'attribute': {
      const object = field(raw, 'object');
      const of = object ? readExpression(reading, object, scope) : nothing(raw);
      return { kind: 'attribute', of, name: nameOf(reading, field(raw, 'attribute') ?? raw), line, start, end };
    }
    case 'call': {
      const called = field(raw, 'function');
      const callee = called ? readExpression(reading, called, scope) : nothing(raw);
      return { kind: 'call', callee, args: readArguments(reading, field(raw, 'arguments'), scope), line, start, end };
    }
    case 'string':
    case 'concatenated_string':
      return readString(reading, raw, scope);
    case 'integer':
    case 'float':
    case 'true':
    case 'false':
    case 'none':
    case 'ellipsis':
      return { kind: 'literal', type: literalType(raw.type), line, start, end };
  }
  const span = { line, start, end };
  const read = (kid: Raw | undefined): Expr => (kid ? readExpression(reading, kid, scope) : nothing(raw));
  const all = (kids: readonly Raw[]) => kids.map((kid) => readExpression(reading, kid, scope));
  switch (raw.type) {
    case 'dotted_name':
    case 'member_type':
      return dotted(reading, raw);
    case 'subscript':
      return { kind: 'subscript', of: read(field(raw, 'value')), index: all(fields(raw, 'subscript')), ...span };
    case 'generic_type':
      return { kind: 'subscript', of: read(raw.kids[0]), index: all(raw.kids[1]?.kids ?? []), ...span };
    case 'union_type':
      return { kind: 'choice', of: all(raw.kids), ...span };
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
    case 'pattern_list':
    case 'list_pattern':
    case 'tuple_pattern':
      return {
        kind: 'collection',
        type: raw.type === 'list' || raw.type === 'set' ? raw.type : 'tuple',
        items: all(raw.kids),
        ...span,
      };
    case 'dictionary':
      return {
        kind: 'collection',
        type: 'dict',
        items: raw.kids.flatMap((kid) => readPair(reading, kid, scope)),
        ...span,
      };
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return readComprehension(reading, raw, scope);
    case 'await':
      return { kind: 'await', of: read(raw.kids.at(-1)), ...span };
    case 'parenthesized_expression':
    case 'type':
    case 'expression_statement':
      return raw.kids.length === 1
        ? read(raw.kids[0])
        : { kind: 'other', type: raw.type, parts: all(raw.kids), ...span };
    case 'boolean_operator': {
      const of = all(raw.kids);
      for (const expr of of.slice(0, -1)) scope.usage.tested.push({ expr, how: 'operand' });
      return { kind: 'choice', of, ...span };
    }
    case 'conditional_expression': {
      const [value, condition, otherwise] = raw.kids;
      const tested = read(condition);
      scope.expressions.push(tested);
      scope.usage.tested.push({ expr: tested, how: 'conditional' });
      return { kind: 'choice', of: [read(value), read(otherwise)], ...span };
    }
    case 'named_expression': {
      const value = read(field(raw, 'value'));
      scope.bindings.push({
        target: read(field(raw, 'name')),
        value,
        annotation: undefined,
        how: 'assign',
        isConditional: true,
      });
      return value;
    }
    case 'lambda':
      readLambda(reading, raw, scope);
      return { kind: 'lambda', ...span };
    case 'yield': {
      scope.isGenerator = true;
      const value = raw.kids.find((kid) => kid.type !== 'from');
      const yielded = value && read(value);
      if (yielded) scope.yields.push(yielded);
      if (yielded && raw.kids.some((kid) => kid.type === 'from')) scope.usage.delegated.push(yielded);
      return { kind: 'other', type: 'yield', parts: [], ...span };
    }
    case 'binary_operator': {
      const parts = all(raw.kids);
      const expr: Expr = { kind: 'other', type: raw.type, parts, ...span };
      const between = reading.text.slice(parts[0]?.end, parts[1]?.start);
      if (/^[)\s\\]*%/u.test(between)) scope.usage.remainders.push(expr);
      return expr;
    }
    default:
      return {
        kind: 'other',
        type: raw.type,
        parts: all(raw.kids.filter((kid) => !silentParts.has(kid.type))),
        ...span,
      };
  }
}

const silentParts = new Set([
  'type_conversion',
  'escape_sequence',
  'async',
  'await',
  'from',
  'string_start',
  'string_content',
  'string_end',
  'format_specifier',
]);

function nothing(raw: Raw): Expr {
  return { kind: 'literal', type: 'None', ...spanOf(raw) };
}

function literalType(type: string): string {
  if (type === 'integer') return 'int';
  if (type === 'float') return 'float';
  if (type === 'none') return 'None';
  return type === 'ellipsis' ? 'ellipsis' : 'bool';
}

/** `a.b.c` where the grammar keeps the parts side by side. */
export function dotted(reading: Reading, raw: Raw): Expr {
  const [first, ...rest] = raw.kids.filter((kid) => kid.type === 'identifier' || kid.type === 'type');
  let expr: Expr = { kind: 'name', id: textOf(reading, first ?? raw), ...spanOf(first ?? raw) };
  for (const kid of rest) {
    expr = { kind: 'attribute', of: expr, name: textOf(reading, kid), line: kid.line, start: expr.start, end: kid.end };
  }
  return expr;
}

export function readArguments(reading: Reading, raw: Raw | undefined, scope: ScopeBuilder): readonly Argument[] {
  if (!raw) return [];
  if (raw.type === 'generator_expression') return [{ name: undefined, value: readExpression(reading, raw, scope) }];
  return raw.kids.map((kid): Argument => {
    const value = (of: Raw | undefined) => readExpression(reading, of ?? kid, scope);
    if (kid.type === 'keyword_argument') {
      const name = field(kid, 'name');
      return { name: name && nameOf(reading, name), value: value(field(kid, 'value')) };
    }
    if (kid.type === 'list_splat') return { name: '*', value: value(kid.kids[0]) };
    if (kid.type === 'dictionary_splat') return { name: '**', value: value(kid.kids[0]) };
    return { name: undefined, value: value(kid) };
  });
}

/** The values of a dict display; keys that are more than a literal or a name come along, because they run too. */
function readPair(reading: Reading, raw: Raw, scope: ScopeBuilder): readonly Expr[] {
  if (raw.type !== 'pair') return [readExpression(reading, raw, scope)];
  const key = field(raw, 'key');
  const value = field(raw, 'value');
  const plain = key === undefined || ['string', 'integer', 'identifier', 'attribute'].includes(key.type);
  if (!plain) scope.expressions.push(readExpression(reading, key, scope));
  return value ? [readExpression(reading, value, scope)] : [];
}

/** Names bound by the clauses are treated as the surrounding function's own: a superset of what they can be. */
function readComprehension(reading: Reading, raw: Raw, scope: ScopeBuilder): Expr {
  scope.usage.comprehensions.push(spanOf(raw));
  for (const clause of raw.kids) {
    if (clause.type === 'for_in_clause') {
      const left = field(clause, 'left');
      const isAsync = clause.kids.some((kid) => kid.type === 'async');
      for (const right of fields(clause, 'right')) {
        const value = readExpression(reading, right, scope);
        if (isAsync) scope.usage.asyncIterated.push(value);
        if (left) {
          const target = readExpression(reading, left, scope);
          scope.bindings.push({ target, value, annotation: undefined, how: 'element' });
        }
      }
    } else if (clause.type === 'if_clause') {
      for (const kid of clause.kids) {
        const expr = readExpression(reading, kid, scope);
        scope.expressions.push(expr);
        scope.usage.tested.push({ expr, how: 'comprehension' });
      }
    }
  }
  const body = field(raw, 'body');
  const items = body ? readPair(reading, body, scope) : [];
  const type = raw.type === 'generator_expression' ? 'generator' : (raw.type.split('_')[0] ?? 'list');
  return { kind: 'collection', type: type === 'dictionary' ? 'dict' : type, items, ...spanOf(raw) };
}

function readString(reading: Reading, raw: Raw, scope: ScopeBuilder): Expr {
  if (raw.type === 'string' && raw.kids.length <= 3) {
    const [start, content, end] = raw.kids;
    // `"..."` and `""`, which nearly all strings are
    const isPlain = start !== undefined && start.end - start.start <= 3 && /^['"]+$/u.test(textOf(reading, start));
    if (isPlain && start.type === 'string_start' && content?.type === 'string_content' && end?.type === 'string_end')
      return { kind: 'string', value: textOf(reading, content), line: raw.line, start: raw.start, end: raw.end };
  }
  const pieces = raw.type === 'string' ? [raw] : raw.kids;
  const interpolations = pieces.flatMap((piece) => piece.kids.filter((kid) => kid.type === 'interpolation'));
  if (interpolations.length > 0) {
    const parts = interpolations.flatMap(interpolated).map((kid) => readExpression(reading, kid, scope));
    return { kind: 'other', type: 'str', parts, ...spanOf(raw) };
  }
  const starts = pieces.map((piece) => piece.kids[0]).filter((kid) => kid?.type === 'string_start');
  if (starts.some((kid) => kid && /b/iu.test(textOf(reading, kid))))
    return { kind: 'literal', type: 'bytes', ...spanOf(raw) };
  const value = pieces.map((piece) =>
    piece.kids
      .filter((kid) => kid.type === 'string_content')
      .map((kid) => textOf(reading, kid))
      .join(''),
  );
  return { kind: 'string', value: value.join(''), ...spanOf(raw) };
}

/** The expressions of one `{...}`, those in its format among them: `{title:>{width()}}`. */
function interpolated(raw: Raw): readonly Raw[] {
  const formats = raw.kids.filter((kid) => kid.type === 'format_specifier').flatMap(({ kids }) => kids);
  return [...fields(raw, 'expression'), ...formats.flatMap(interpolated)];
}

function readLambda(reading: Reading, raw: Raw, outer: ScopeBuilder): void {
  const inner = new ScopeBuilder();
  const body = field(raw, 'body');
  const parameters = readParameters(reading, field(raw, 'parameters'), outer);
  if (body) inner.returns.push(readExpression(reading, body, inner));
  outer.functions.push(
    inner.finish({
      name: '<lambda>',
      kind: 'lambda',
      isAsync: false,
      span: spanOf(raw),
      parameters,
      returnAnnotation: undefined,
      decorators: [],
    }),
  );
}

/** Defaults are read in `outer`: they run where the function is defined. */
export function readParameters(reading: Reading, raw: Raw | undefined, outer: ScopeBuilder): readonly Parameter[] {
  const found: Parameter[] = [];
  let form: Parameter['form'] = 'plain';
  for (const kid of raw?.kids ?? []) {
    if (kid.type === 'keyword_separator') {
      form = 'keyword';
      continue;
    }
    const named = kid.type.startsWith('typed_') || kid.type === 'default_parameter';
    const target = named ? (field(kid, 'name') ?? kid.kids[0]) : kid;
    if (!target) continue;
    const type = field(kid, 'type');
    const value = field(kid, 'value');
    const common = {
      annotation: type && readAnnotation(reading, type, outer),
      default: value && readExpression(reading, value, outer),
    };
    if (target.type === 'identifier')
      found.push({ name: nameOf(reading, target), nameEnd: target.end, form, ...common });
    else if (target.type === 'list_splat_pattern') {
      const name = target.kids[0];
      if (name) found.push({ name: textOf(reading, name), nameEnd: name.end, form: 'args', ...common });
      form = 'keyword';
    } else if (target.type === 'dictionary_splat_pattern') {
      const name = target.kids[0];
      if (name) found.push({ name: textOf(reading, name), nameEnd: name.end, form: 'kwargs', ...common });
    }
  }
  return found;
}

/** An annotation, quoted ones opened. */
export function readAnnotation(reading: Reading, raw: Raw, scope: ScopeBuilder): Expr {
  return unquote(readExpression(reading, raw, scope));
}

function unquote(expr: Expr): Expr {
  switch (expr.kind) {
    case 'string':
      return parseAnnotation(expr.value, expr) ?? expr;
    case 'choice':
      return { ...expr, of: expr.of.map(unquote) };
    case 'subscript':
      return { ...expr, index: expr.index.map(unquote) };
    case 'other':
      // `"Loan" | None` is a binary operator to the grammar when a string stands in it
      if (expr.type !== 'binary_operator') return expr;
      return { kind: 'choice', of: expr.parts.map(unquote), line: expr.line, start: expr.start, end: expr.end };
    default:
      return expr;
  }
}
