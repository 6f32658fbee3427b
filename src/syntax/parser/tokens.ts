/**
 * Kinds of tokens. Those of one character are that character's code. Typed as plain numbers: the current token changes
 * behind the back of what the compiler thinks it is.
 */
export const END_OF_FILE: number = 0;
export const NEWLINE: number = 1;
export const DEDENT: number = 2;
export const NAME: number = 3;
export const INTEGER: number = 4;
export const FLOAT: number = 5;
export const STRING: number = 6;
export const ELLIPSIS: number = 7;
export const ARROW: number = 8;
export const WALRUS: number = 9;
export const POWER: number = 11;
export const FLOOR: number = 12;
export const SHIFT_LEFT: number = 14;
export const SHIFT_RIGHT: number = 15;
export const EQUAL: number = 16;
export const NOT_EQUAL: number = 17;
export const AT_MOST: number = 18;
export const AT_LEAST: number = 19;
/** `+=` and all its kin: which one makes no difference to a tree. */
export const AUGMENTED: number = 20;

export const BANG: number = 33;
export const PERCENT: number = 37;
export const AMPERSAND: number = 38;
export const OPEN: number = 40;
export const CLOSE: number = 41;
export const STAR: number = 42;
export const PLUS: number = 43;
export const COMMA: number = 44;
export const MINUS: number = 45;
export const DOT: number = 46;
export const SLASH: number = 47;
export const COLON: number = 58;
export const SEMICOLON: number = 59;
export const LESS: number = 60;
export const ASSIGN: number = 61;
export const GREATER: number = 62;
export const AT: number = 64;
export const OPEN_SQUARE: number = 91;
export const CLOSE_SQUARE: number = 93;
export const CARET: number = 94;
export const OPEN_BRACE: number = 123;
export const BAR: number = 124;
export const CLOSE_BRACE: number = 125;
export const TILDE: number = 126;

export const AND: number = 128;
export const AS: number = 129;
export const ASSERT: number = 130;
export const ASYNC: number = 131;
export const AWAIT: number = 132;
export const BREAK: number = 133;
export const CLASS: number = 134;
export const CONTINUE: number = 135;
export const DEF: number = 136;
export const DEL: number = 137;
export const ELIF: number = 138;
export const ELSE: number = 139;
export const EXCEPT: number = 140;
export const FALSE: number = 141;
export const FINALLY: number = 142;
export const FOR: number = 143;
export const FROM: number = 144;
export const GLOBAL: number = 145;
export const IF: number = 146;
export const IMPORT: number = 147;
export const IN: number = 148;
export const IS: number = 149;
export const LAMBDA: number = 150;
export const NONE: number = 151;
export const NONLOCAL: number = 152;
export const NOT: number = 153;
export const OR: number = 154;
export const PASS: number = 155;
export const RAISE: number = 156;
export const RETURN: number = 157;
export const TRUE: number = 158;
export const TRY: number = 159;
export const WHILE: number = 160;
export const WITH: number = 161;
export const YIELD: number = 162;

const keywords = (
  'and as assert async await break class continue def del elif else except False finally for from global if import in is ' +
  'lambda None nonlocal not or pass raise return True try while with yield'
).split(' ');

/** First and last letter and length tell all keywords apart. */
function place(first: number, last: number, length: number): number {
  return ((first & 31) << 9) | ((last & 31) << 4) | length;
}

const byPlace = new Uint8Array(1 << 14);
for (const [at, word] of keywords.entries()) {
  byPlace[place(word.charCodeAt(0), word.charCodeAt(word.length - 1), word.length)] = AND + at;
}

/** The keyword at an offset, or NAME. */
export function wordToken(text: string, start: number, end: number): number {
  const length = end - start;
  if (length > 8) return NAME;
  const token = byPlace[place(text.charCodeAt(start), text.charCodeAt(end - 1), length)] ?? 0;
  if (token === 0 || !text.startsWith(keywords[token - AND] ?? '', start)) return NAME;
  return token;
}
