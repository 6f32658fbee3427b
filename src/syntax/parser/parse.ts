import { ClauseParser } from './clauses.ts';
import { giveUp, isGivenUp } from './give-up.ts';
import { kind } from './kinds.ts';
import type { FlatTree } from './nodes.ts';
import { END_OF_FILE } from './tokens.ts';

class Parser extends ClauseParser {
  module(): FlatTree {
    // A lone carriage return is rewritten for the grammar.
    if (/\r(?!\n)/u.test(this.text)) giveUp();
    // The module starts with its first statement or comment.
    const found = this.text.search(/\S/u);
    const start = found < 0 ? this.length : found;
    const line = this.text.slice(0, start).split('\n').length;
    this.advance();
    let first = 0;
    let last = 0;
    while (this.token !== END_OF_FILE) {
      const next = this.statements();
      if (first === 0) first = next;
      else this.link(last, next);
      last = this.lastOfLine;
    }
    return this.finished(this.node(kind.module, start, this.length, line, first));
  }
}

/**
 * The tree of a whole file, node for node what tree-sitter's would be; undefined where this parser does not fully know
 * the text, what is wrong or of Python 2 among it.
 */
export function parseFlat(text: string): FlatTree | undefined {
  try {
    return new Parser(text).module();
  } catch (error) {
    // What is nested too deeply for the stack is no matter of this parser either.
    if (isGivenUp(error) || error instanceof RangeError) return undefined;
    throw error;
  }
}
