/** The parser met what it does not fully know. The grammar of tree-sitter decides about the file then. */
class GiveUp extends Error {}

const signal = new GiveUp('not known to this parser');

/** Leave the file to the reference. One object serves all: taking a stack each time would cost more than parsing. */
export function giveUp(): never {
  throw signal;
}

export function isGivenUp(error: unknown): boolean {
  return error === signal;
}
