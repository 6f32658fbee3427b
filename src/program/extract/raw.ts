/** A node of the tree: named ones, and the few keywords that change a meaning. */
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
  for (const kid of raw.kids) if (kid.field === name) return kid;
  return undefined;
}

export function fields(raw: Raw, name: string): readonly Raw[] {
  return raw.kids.filter((kid) => kid.field === name);
}
