import { giveUp } from './give-up.ts';
import {
  AMPERSAND,
  ARROW,
  ASSIGN,
  AT,
  AT_LEAST,
  AT_MOST,
  AUGMENTED,
  BANG,
  BAR,
  CARET,
  COLON,
  COMMA,
  DOT,
  ELLIPSIS,
  EQUAL,
  FLOOR,
  GREATER,
  LESS,
  MINUS,
  NOT_EQUAL,
  PERCENT,
  PLUS,
  POWER,
  SEMICOLON,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  SLASH,
  STAR,
  TILDE,
  WALRUS,
} from './tokens.ts';

/** The operator that starts with `code`: its token, and 256 times its length. */
export function operatorToken(text: string, at: number, code: number, next: number): number {
  const isAssigned = next === ASSIGN;
  switch (code) {
    case COMMA:
    case SEMICOLON:
    case TILDE:
      return one(code);
    case DOT:
      return next === DOT && text.charCodeAt(at + 2) === DOT ? ELLIPSIS | (3 << 8) : one(code);
    case COLON:
      return isAssigned ? two(WALRUS) : one(code);
    case ASSIGN:
      return isAssigned ? two(EQUAL) : one(code);
    case BANG:
      return isAssigned ? two(NOT_EQUAL) : one(code);
    case MINUS:
      if (next === GREATER) return two(ARROW);
      return isAssigned ? two(AUGMENTED) : one(code);
    case PLUS:
    case PERCENT:
    case AMPERSAND:
    case BAR:
    case CARET:
    case AT:
      return isAssigned ? two(AUGMENTED) : one(code);
    case STAR:
      return doubled(text, at, code, next, POWER);
    case SLASH:
      return doubled(text, at, code, next, FLOOR);
    case LESS:
      if (next === GREATER) giveUp();
      return isAssigned ? two(AT_MOST) : doubled(text, at, code, next, SHIFT_LEFT);
    case GREATER:
      return isAssigned ? two(AT_LEAST) : doubled(text, at, code, next, SHIFT_RIGHT);
    default:
      return giveUp();
  }
}

function one(token: number): number {
  return token | (1 << 8);
}

function two(token: number): number {
  return token | (2 << 8);
}

function doubled(text: string, at: number, code: number, next: number, twice: number): number {
  if (next === ASSIGN) return two(AUGMENTED);
  if (next !== code) return one(code);
  return text.charCodeAt(at + 2) === ASSIGN ? AUGMENTED | (3 << 8) : two(twice);
}

const ZERO = 48;
const NINE = 57;
const UNDERSCORE = 95;

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** Behind the digits from `at` on, single underscores between them allowed. */
function digitsEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at)) || (at > from && isUnderscoreBetween(text, at))) at += 1;
  return at;
}

function isUnderscoreBetween(text: string, at: number): boolean {
  return text.charCodeAt(at) === UNDERSCORE && isDigit(text.charCodeAt(at + 1)) && isDigit(text.charCodeAt(at - 1));
}

/** Where the number ends; negative for a float. An imaginary number is what it is without the `j`, as in the grammar. */
export function numberEnd(text: string, from: number): number {
  if (text.charCodeAt(from) === ZERO) {
    const next = text.charCodeAt(from + 1);
    // Octal numbers of Python 2, and zeros nobody writes.
    if (isDigit(next) || next === UNDERSCORE) giveUp();
    const lower = next | 32;
    if (lower === 120 /* x */ || lower === 111 /* o */ || lower === 98 /* b */) return basedEnd(text, from + 2, lower);
  }
  let at = digitsEnd(text, from);
  let isFloat = false;
  if (text.charCodeAt(at) === DOT) {
    isFloat = true;
    at = digitsEnd(text, at + 1);
  }
  if ((text.charCodeAt(at) | 32) === 101 /* e */) {
    isFloat = true;
    const sign = text.charCodeAt(at + 1);
    const digits = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
    at = digitsEnd(text, digits);
    if (at === digits) giveUp();
  }
  if ((text.charCodeAt(at) | 32) === 106 /* j */) at += 1;
  return isFloat ? -at : at;
}

function basedEnd(text: string, from: number, base: number): number {
  const most = base === 98 ? 49 : base === 111 ? 55 : NINE;
  let at = from;
  let code = text.charCodeAt(at);
  while (
    (code >= ZERO && code <= most) ||
    (base === 120 && (code | 32) >= 97 && (code | 32) <= 102) ||
    (code === UNDERSCORE && text.charCodeAt(at - 1) !== UNDERSCORE && at > from)
  ) {
    at += 1;
    code = text.charCodeAt(at);
  }
  if (at === from || text.charCodeAt(at - 1) === UNDERSCORE) giveUp();
  return at;
}

const B = 98;
const F = 102;
const R = 114;
const T = 116;
const U = 117;

/** Whether one or two letters before a quote belong to the string. */
export function isPrefix(text: string, from: number, end: number): boolean {
  const first = text.charCodeAt(from) | 32;
  if (end - from === 1) return first === B || first === F || first === R || first === T || first === U;
  const second = text.charCodeAt(from + 1) | 32;
  const other = first === R ? second : second === R ? first : 0;
  return other === B || other === F || other === T;
}
