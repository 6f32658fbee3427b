import type { ClassFacts, Expr, FunctionFacts, ModuleFacts, Tested } from '../facts.ts';
import { readAnnotation, readArguments, readExpression, readParameters } from './expressions.ts';
import { readImport } from './imports.ts';
import { field, fields, type Raw } from './raw.ts';
import { nameOf, type Reading, ScopeBuilder, spanOf, textOf } from './scope.ts';

/** Everything the project's rooms need of one file, as plain data. */
export function readModule(text: string, root: Raw): ModuleFacts {
  const scope = new ScopeBuilder();
  const reading: Reading = { text, typeCheckingOnly: false };
  for (const kid of root.kids) readStatement(reading, kid, scope);
  const body = scope.finish({
    name: '<module>',
    kind: 'module',
    isAsync: false,
    span: spanOf(root),
    parameters: [],
    returnAnnotation: undefined,
    decorators: [],
  });
  return {
    body,
    hasMainGuard: text.includes('__main__') && /^if\s+__name__\s*==\s*['"]__main__['"]/mu.test(text),
    lines: countLineEnds(text) + (/[^\r\n]$/u.test(text.slice(-1)) ? 1 : 0),
  };
}

function countLineEnds(text: string): number {
  if (text.includes('\r')) return text.match(/\r\n|\r|\n/gu)?.length ?? 0;
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function readStatement(reading: Reading, raw: Raw, scope: ScopeBuilder): void {
  const read = (kid: Raw) => readExpression(reading, kid, scope);
  const inside = (kids: readonly Raw[], under = reading) => {
    for (const kid of kids) readStatement(under, kid, scope);
  };
  const test = (kid: Raw, how: Tested['how']) => {
    const expr = read(kid);
    scope.expressions.push(expr);
    scope.usage.tested.push({ expr, how });
  };
  switch (raw.type) {
    case 'import_statement':
    case 'import_from_statement':
    case 'future_import_statement':
      scope.imports.push(...readImport(reading, raw));
      return;
    case 'function_definition':
      scope.functions.push(readFunction(reading, raw, scope, []));
      return;
    case 'class_definition':
      scope.classes.push(readClass(reading, raw, scope, []));
      return;
    case 'decorated_definition': {
      const decorators = raw.kids.filter((kid) => kid.type === 'decorator').map((kid) => read(kid.kids[0] ?? kid));
      const definition = field(raw, 'definition');
      if (definition?.type === 'function_definition')
        scope.functions.push(readFunction(reading, definition, scope, decorators));
      if (definition?.type === 'class_definition')
        scope.classes.push(readClass(reading, definition, scope, decorators));
      return;
    }
    case 'expression_statement':
      for (const kid of raw.kids) {
        if (kid.type === 'assignment' || kid.type === 'augmented_assignment') readAssignment(reading, kid, scope);
        else {
          const expr = read(kid);
          scope.expressions.push(expr);
          scope.usage.bare.push(expr);
        }
      }
      return;
    case 'type_alias_statement': {
      const left = field(raw, 'left')?.kids[0];
      const name = left?.type === 'generic_type' ? left.kids[0] : left;
      const right = field(raw, 'right');
      if (name && right) {
        scope.bindings.push({
          target: read(name),
          value: readAnnotation(reading, right, scope),
          annotation: undefined,
          how: 'assign',
        });
      }
      return;
    }
    case 'return_statement':
      for (const kid of raw.kids) scope.returns.push(read(kid));
      return;
    case 'with_statement':
      readWith(reading, raw, scope);
      return;
    case 'for_statement': {
      const left = field(raw, 'left');
      const right = field(raw, 'right');
      scope.usage.loops.push(spanOf(raw));
      if (left && right) {
        const value = read(right);
        scope.bindings.push({ target: read(left), value, annotation: undefined, how: 'element' });
        if (raw.kids.some((kid) => kid.type === 'async')) scope.usage.asyncIterated.push(value);
      }
      inside(raw.kids.filter((kid) => kid !== left && kid !== right));
      return;
    }
    case 'global_statement':
    case 'nonlocal_statement':
      scope.globals.push(...raw.kids.map((kid) => textOf(reading, kid)));
      return;
    case 'if_statement': {
      const condition = field(raw, 'condition');
      const typeOnly = condition !== undefined && /^(?:\w+\.)?TYPE_CHECKING$/u.test(textOf(reading, condition));
      if (condition) test(condition, 'if');
      const never =
        condition?.type === 'true' ? 'alternative' : condition?.type === 'false' || typeOnly ? 'consequence' : '';
      scope.usage.dead.push(...fields(raw, never).map(spanOf));
      inside(fields(raw, 'consequence'), typeOnly ? { ...reading, typeCheckingOnly: true } : reading);
      inside(raw.kids.filter((kid) => kid.field !== 'condition' && kid.field !== 'consequence'));
      return;
    }
    case 'elif_clause':
    case 'while_statement': {
      const condition = field(raw, 'condition');
      if (raw.type === 'while_statement') scope.usage.loops.push(spanOf(raw));
      if (condition) test(condition, raw.type === 'while_statement' ? 'while' : 'if');
      inside(raw.kids.filter((kid) => kid !== condition));
      return;
    }
    case 'assert_statement': {
      const [condition, ...message] = raw.kids;
      if (condition) test(condition, 'assert');
      inside(message);
      return;
    }
    case 'raise_statement': {
      const [raised, ...cause] = raw.kids.filter((kid) => kid.type !== 'from');
      if (raised) test(raised, 'raise');
      inside(cause);
      return;
    }
    case 'match_statement': {
      for (const subject of fields(raw, 'subject')) test(subject, 'match');
      inside(raw.kids.filter((kid) => kid.field !== 'subject'));
      return;
    }
    case 'except_clause':
    case 'except_group_clause':
      readCaught(reading, field(raw, 'value'), scope);
      inside(raw.kids.filter((kid) => kid.type === 'block'));
      return;
    case 'case_clause':
      inside(raw.kids.filter((kid) => kid.type === 'block' || kid.type === 'if_clause'));
      return;
    case 'type_parameter':
    case 'async':
    case 'from':
      return;
    case 'block':
      scope.usage.blocks.push(spanOf(raw));
      readDeadEnd(raw, scope);
      inside(raw.kids);
      return;
    default:
      if (blocks.has(raw.type)) inside(raw.kids);
      else if (!raw.type.endsWith('_statement')) scope.expressions.push(read(raw));
      else for (const kid of raw.kids) if (kid.type !== 'from') readStatement(reading, kid, scope);
  }
}

const blocks = new Set(['else_clause', 'finally_clause', 'if_clause', 'module']);

/** The rest of a suite behind a statement that leaves it. */
function readDeadEnd(block: Raw, scope: ScopeBuilder): void {
  const at = block.kids.findIndex((kid) => leaving.has(kid.type));
  const next = at < 0 ? undefined : block.kids[at + 1];
  if (next) scope.usage.dead.push({ line: next.line, start: next.start, end: block.end });
}

const leaving = new Set(['return_statement', 'raise_statement', 'break_statement', 'continue_statement']);

function readFunction(reading: Reading, raw: Raw, outer: ScopeBuilder, decorators: readonly Expr[]): FunctionFacts {
  const scope = new ScopeBuilder();
  const name = field(raw, 'name');
  const returns = field(raw, 'return_type');
  const parameters = readParameters(reading, field(raw, 'parameters'), outer);
  const body = field(raw, 'body');
  if (body) readStatement(reading, body, scope);
  return scope.finish({
    name: name ? nameOf(reading, name) : '',
    kind: 'function',
    isAsync: raw.kids.some((kid) => kid.type === 'async'),
    span: spanOf(raw),
    parameters,
    returnAnnotation: returns && readAnnotation(reading, returns, outer),
    decorators,
  });
}

function readClass(reading: Reading, raw: Raw, outer: ScopeBuilder, decorators: readonly Expr[]): ClassFacts {
  const scope = new ScopeBuilder();
  const name = field(raw, 'name');
  const body = field(raw, 'body');
  if (body) readStatement(reading, body, scope);
  const head = { name: name ? nameOf(reading, name) : '', span: spanOf(raw), decorators };
  return {
    ...head,
    bases: readArguments(reading, field(raw, 'superclasses'), outer),
    body: scope.finish({ ...head, kind: 'class', isAsync: false, parameters: [], returnAnnotation: undefined }),
  };
}

function readAssignment(reading: Reading, raw: Raw, scope: ScopeBuilder): void {
  const left = field(raw, 'left');
  const type = field(raw, 'type');
  const annotation = type && readAnnotation(reading, type, scope);
  const how = raw.type === 'assignment' ? 'assign' : 'augment';
  const targets = left ? [left] : [];
  let right = field(raw, 'right');
  while (right?.type === 'assignment') {
    const next = field(right, 'left');
    if (next) targets.push(next);
    right = field(right, 'right');
  }
  const value = right && readExpression(reading, right, scope);
  for (const target of targets) {
    scope.bindings.push({ target: readExpression(reading, target, scope), value, annotation, how });
  }
}

function readWith(reading: Reading, raw: Raw, scope: ScopeBuilder): void {
  const isAsync = raw.kids.some((kid) => kid.type === 'async');
  const body = field(raw, 'body');
  const items = raw.kids.filter((kid) => kid.type === 'with_clause').flatMap((clause) => clause.kids);
  for (const item of items.flatMap(openItem)) {
    const aliased = item.type === 'as_pattern';
    const context = readExpression(reading, (aliased ? item.kids[0] : item) ?? item, scope);
    scope.withs.push({ context, isAsync, body: spanOf(body ?? raw) });
    const target = aliased ? field(item, 'alias')?.kids[0] : undefined;
    if (target) {
      scope.bindings.push({
        target: readExpression(reading, target, scope),
        value: context,
        annotation: undefined,
        how: 'enter',
      });
    }
  }
  if (body) readStatement(reading, body, scope);
}

/** `except (Full, Closed) as problem` binds an instance of one of the classes. */
function readCaught(reading: Reading, raw: Raw | undefined, scope: ScopeBuilder): void {
  if (!raw) return;
  const aliased = raw.type === 'as_pattern';
  const caught = readExpression(reading, (aliased ? raw.kids[0] : raw) ?? raw, scope);
  scope.expressions.push(caught);
  const target = aliased ? field(raw, 'alias')?.kids[0] : undefined;
  if (!target) return;
  const annotation: Expr = caught.kind === 'collection' ? { ...caught, kind: 'choice', of: caught.items } : caught;
  scope.bindings.push({ target: readExpression(reading, target, scope), value: undefined, annotation, how: 'assign' });
}

/** `with (a as b, c as d):` is one parenthesised item to the grammar. */
function openItem(item: Raw): readonly Raw[] {
  const value = field(item, 'value') ?? item.kids[0];
  if (!value) return [];
  if (value.type === 'parenthesized_expression' || value.type === 'tuple') {
    return value.kids.some((kid) => kid.type === 'as_pattern') ? value.kids : [value];
  }
  return [value];
}
