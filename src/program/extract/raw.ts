/** A tree node copied out of the parser's memory: named nodes, and the few keywords that change a meaning. */
export interface Raw {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  /** Name of the field it fills in its parent. */
  readonly field: string | null;
  readonly kids: readonly Raw[];
}

/** The child in a field. */
export function field(raw: Raw, name: string): Raw | undefined {
  return raw.kids.find((kid) => kid.field === name);
}

export function fields(raw: Raw, name: string): readonly Raw[] {
  return raw.kids.filter((kid) => kid.field === name);
}
