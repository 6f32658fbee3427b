import { createHash } from 'node:crypto';
import type { AuditFinding } from './model.ts';

/**
 * Give findings their fingerprints: 16 hex digits over rule, file, function, text, and which one of several equal ones
 * of that function it is, in the order given. Lines may move without changing it.
 */
export function withFingerprints(findings: readonly Omit<AuditFinding, 'fingerprint'>[]): readonly AuditFinding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { rule, place, inside, what } = finding;
    const key = JSON.stringify([rule, place.file, inside, what]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return { ...finding, fingerprint: fingerprintOf(finding, nth) };
  });
}

/** `nth`: 1 for the first finding of that text in its function. */
export function fingerprintOf(
  { rule, place, inside, what }: Pick<AuditFinding, 'rule' | 'place' | 'inside' | 'what'>,
  nth: number,
): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, place.file, inside, what, nth]))
    .digest('hex')
    .slice(0, 16);
}
