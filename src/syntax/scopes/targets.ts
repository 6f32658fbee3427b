import type { SyntaxNode } from '../python.ts';

/** What a target list does with each part: `bind` gets plain names, `read` gets `a.b` and `a[0]`, which bind nothing. */
export interface TargetVisitor {
  bind(name: SyntaxNode): void;
  read(node: SyntaxNode): void;
}

/** Walk an assignment, `for`, `with` or `del` target: names in tuples, lists, parentheses and stars. */
export function visitTarget(node: SyntaxNode, visitor: TargetVisitor): void {
  switch (node.type) {
    case 'identifier':
      visitor.bind(node);
      return;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
    case 'expression_list':
    case 'tuple':
    case 'list':
    case 'list_splat':
    case 'parenthesized_expression':
    case 'as_pattern_target':
      for (const child of node.namedChildren) visitTarget(child, visitor);
      return;
    case 'comment':
    case 'line_continuation':
      return;
    default:
      // `print` and `exec` are words of Python 2 to the grammar, and may be targets in Python 3.
      if (!node.isNamed && /^\w+$/.test(node.type)) visitor.bind(node);
      else visitor.read(node);
  }
}

/** What a `case` pattern does with each part. */
export interface PatternVisitor extends TargetVisitor {
  /** A class to match or a dotted value: evaluated. */
  read(node: SyntaxNode): void;
}

/** Walk a `case` pattern (PEP 634): captures bind, dotted names and classes are read, `_` is nothing. */
export function visitPattern(node: SyntaxNode, visitor: PatternVisitor): void {
  switch (node.type) {
    case 'dotted_name': {
      const first = node.firstNamedChild;
      if (first === null) return;
      if (node.namedChildCount > 1) visitor.read(first);
      else if (first.text !== '_') visitor.bind(first);
      return;
    }
    case 'class_pattern': {
      const [called, ...rest] = node.namedChildren;
      if (called?.firstNamedChild) visitor.read(called.firstNamedChild);
      for (const child of rest) visitPattern(child, visitor);
      return;
    }
    case 'keyword_pattern': {
      for (const child of node.namedChildren.slice(1)) visitPattern(child, visitor);
      return;
    }
    case 'as_pattern': {
      const parts = node.namedChildren.filter((child) => child.type !== 'comment');
      const alias = parts.at(-1);
      for (const child of parts.slice(0, -1)) visitPattern(child, visitor);
      const name = alias?.type === 'as_pattern_target' ? alias.firstNamedChild : alias;
      if (name && name.text !== '_') visitor.bind(name);
      return;
    }
    case 'splat_pattern':
    case 'list_splat_pattern': {
      const name = node.namedChildren.at(-1);
      if (name && name.text !== '_') visitor.bind(name);
      return;
    }
    case 'identifier':
      if (node.text !== '_') visitor.bind(node);
      return;
    case 'string':
    case 'concatenated_string':
    case 'integer':
    case 'float':
    case 'complex_pattern':
    case 'comment':
      return;
    default:
      for (const child of node.namedChildren) visitPattern(child, visitor);
  }
}
