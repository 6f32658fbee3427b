import type { SyntaxNode } from './python.ts';

/** Why a tree is not (today's) Python. `line` is 1-based. */
export interface SyntaxProblem {
  readonly reason: 'python-2' | 'syntax';
  readonly line: number;
  readonly message: string;
}

/**
 * What keeps a parsed file from being taken as Python 3. The grammar forgives much of Python 2 (`print x`, `10L`,
 * `except A, e`), so those are looked for by name.
 */
export function syntaxProblem(root: SyntaxNode, text: string): SyntaxProblem | undefined {
  const old = python2(root, text);
  if (old) return { reason: 'python-2', line: old.startPosition.row + 1, message: `Python 2 syntax: ${excerpt(old)}` };
  if (!root.hasError) return undefined;
  const broken = firstError(root);
  const line = broken.startPosition.row + 1;
  const message = broken.isMissing ? `Does not parse: ${broken.type} is missing` : `Does not parse: ${excerpt(broken)}`;
  return { reason: 'syntax', line, message };
}

function excerpt(node: SyntaxNode): string {
  const [line = ''] = node.text.split('\n', 1);
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 57)}...` : line);
}

function firstError(root: SyntaxNode): SyntaxNode {
  let at = root;
  for (;;) {
    const next = at.children.find((child) => child.isError || child.isMissing || child.hasError);
    // An error may span the whole file: the one within it says where.
    if (next === undefined) return at;
    at = next;
  }
}

/** Cheap signs in the text; only then are nodes looked at. */
const signs =
  /\bprint\b|\bexec\b|\braise\b|<>|\bexcept\b[^:\n]*,|\d[lL]\b|\b0[0-7]|\bdef\b[^:\n]*\(\s*[^)]*\(|\b[uU][rR]['"]/;

function python2(root: SyntaxNode, text: string): SyntaxNode | undefined {
  if (!signs.test(text)) return undefined;
  const suspects = root.descendantsOfType([
    'print_statement',
    'exec_statement',
    'raise_statement',
    'except_clause',
    'integer',
    'string_start',
    'tuple_pattern',
    '<>',
  ]);
  return suspects.find(isPython2);
}

function isPython2(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'print_statement':
    case 'exec_statement':
    case '<>':
      return true;
    case 'raise_statement':
      return node.firstNamedChild?.type === 'expression_list';
    case 'except_clause':
      return bindsByComma(node);
    case 'integer':
      return /^(?:.*[lL]|0\d*[1-9]\d*)$/.test(node.text);
    case 'string_start':
      return /^ur/i.test(node.text);
    case 'tuple_pattern':
      return node.parent?.type === 'parameters' || node.parent?.type === 'lambda_parameters';
    default:
      return false;
  }
}

/** `except OSError, e:` binds in Python 2; `except OSError, KeyError:` names two classes since 3.14 (PEP 758). */
function bindsByComma(clause: SyntaxNode): boolean {
  const values = clause.childrenForFieldName('value');
  const second = values[1];
  return values.length === 2 && second?.type === 'identifier' && !/^_*\p{Lu}/u.test(second.text);
}
