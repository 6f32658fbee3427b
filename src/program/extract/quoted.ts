import type { Expr, Span } from '../facts.ts';

/**
 * The expression inside a quoted annotation: names, dots, brackets, commas and `|`. Undefined when the text holds
 * anything else (a `Literal["a b"]` for example). All places are that of the string.
 */
export function parseAnnotation(text: string, span: Span): Expr | undefined {
  const tokens = text.match(/[^\W\d]\w*|[[\].,|]|\S/gu) ?? [];
  const place: Span = { line: span.line, start: span.start, end: span.end };
  let at = 0;

  const union = (): Expr | undefined => {
    const parts: Expr[] = [];
    do {
      const part = postfix();
      if (!part) return undefined;
      parts.push(part);
    } while (take('|'));
    return parts.length === 1 ? parts[0] : { kind: 'choice', of: parts, ...place };
  };
  const postfix = (): Expr | undefined => {
    let expr = atom();
    for (;;) {
      if (!expr) return undefined;
      if (take('.')) {
        const name = tokens[at++];
        if (name === undefined) return undefined;
        expr = { kind: 'attribute', of: expr, name, ...place };
      } else if (take('[')) {
        const index = list();
        if (!index) return undefined;
        expr = { kind: 'subscript', of: expr, index, ...place };
      } else return expr;
    }
  };
  const atom = (): Expr | undefined => {
    if (take('[')) {
      const items = list();
      return items && { kind: 'collection', type: 'list', items, ...place };
    }
    const token = tokens[at];
    if (token === undefined || !/^[^\W\d]/u.test(token)) return undefined;
    at += 1;
    return token === 'None' ? { kind: 'literal', type: 'None', ...place } : { kind: 'name', id: token, ...place };
  };
  const list = (): Expr[] | undefined => {
    const items: Expr[] = [];
    while (!take(']')) {
      const item = union();
      if (!item) return undefined;
      items.push(item);
      if (!take(',') && tokens[at] !== ']') return undefined;
    }
    return items;
  };
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  };

  const whole = union();
  return at === tokens.length ? whole : undefined;
}
