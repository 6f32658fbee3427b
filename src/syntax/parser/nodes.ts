/**
 * A tree as numbers, which cost nothing to hand to another thread. A node is `width` numbers from its offset on: kind and
 * field (the field times 256), start and end (UTF-16), 1-based line, first kid, next sibling. Offset 0 is no node; the
 * number there is the root's offset.
 */
export type FlatTree = Int32Array<ArrayBuffer>;

/** Numbers of a node. */
export const width = 6;
export const START = 1;
export const END = 2;
export const LINE = 3;
export const FIRST = 4;
export const NEXT = 5;
export const FIELD_SHIFT = 8;
export const KIND_MASK = 0xff;

let shared = new Int32Array(1 << 16);

/** Writes nodes. All writers use one stretch of memory, one after the other: take a copy of what is to stay. */
export class NodeWriter {
  /** Holds the nodes; replaced when it grows. */
  protected room = shared;
  protected used = width;

  protected node(kind: number, start: number, end: number, line: number, first: number): number {
    const at = this.used;
    if (at + width > this.room.length) this.grow();
    const { room } = this;
    room[at] = kind;
    room[at + START] = start;
    room[at + END] = end;
    room[at + LINE] = line;
    room[at + FIRST] = first;
    room[at + NEXT] = 0;
    this.used = at + width;
    return at;
  }

  private grow(): void {
    const larger = new Int32Array(2 * this.room.length);
    larger.set(this.room);
    this.room = larger;
    shared = larger;
  }

  protected kindOf(node: number): number {
    return (this.room[node] ?? 0) & KIND_MASK;
  }

  protected startOf(node: number): number {
    return this.room[node + START] ?? 0;
  }

  protected endOf(node: number): number {
    return this.room[node + END] ?? 0;
  }

  protected lineOf(node: number): number {
    return this.room[node + LINE] ?? 0;
  }

  protected firstOf(node: number): number {
    return this.room[node + FIRST] ?? 0;
  }

  protected nextOf(node: number): number {
    return this.room[node + NEXT] ?? 0;
  }

  /** Say which field of its parent a node is in. */
  protected put(node: number, field: number): number {
    this.room[node] = ((this.room[node] ?? 0) & KIND_MASK) | (field << FIELD_SHIFT);
    return node;
  }

  /** Change a node's kind, keeping its field. */
  protected turn(node: number, kind: number): void {
    this.room[node] = ((this.room[node] ?? 0) & ~KIND_MASK) | kind;
  }

  /** Give a node its first kid. */
  protected adopt(node: number, first: number): void {
    this.room[node + FIRST] = first;
  }

  protected link(node: number, next: number): void {
    this.room[node + NEXT] = next;
  }

  /** Sees to it that a node has no sibling behind it. */
  protected unlink(node: number): number {
    this.room[node + NEXT] = 0;
    return node;
  }

  /** A copy of everything written, with its root. */
  protected finished(root: number): FlatTree {
    this.room[0] = root;
    return this.room.slice(0, this.used);
  }
}
