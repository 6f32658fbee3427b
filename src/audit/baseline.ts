import { z } from 'zod';
import { FerryError } from '../base/index.ts';
import type { AuditFinding, AuditReport } from './model.ts';

const baselineSchema = z.object({
  schema: z.literal('ferryman/audit-baseline'),
  version: z.literal(1),
  findings: z.array(
    z.object({ fingerprint: z.string(), rule: z.string(), file: z.string(), inside: z.string(), what: z.string() }),
  ),
});

/** Findings that were there when the baseline was written. The same fingerprint may stand in it more than once. */
export type Baseline = z.infer<typeof baselineSchema>;

/** The file for these findings: one on a line, in an order of its own, so that two versions of it compare well. */
export function writeBaseline(findings: readonly AuditFinding[]): string {
  const lines = findings
    .map(({ fingerprint, rule, place, inside, what }) =>
      JSON.stringify({ rule, file: place.file, inside, what, fingerprint }),
    )
    .sort();
  const list = lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`;
  return `{\n  "schema": "ferryman/audit-baseline",\n  "version": 1,\n  "findings": ${list}\n}\n`;
}

/** Reads what `writeBaseline` wrote. Throws `FERRY_BASELINE` naming `file` when it is anything else. */
export function readBaseline(text: string, file: string): Baseline {
  const parsed = baselineSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new FerryError({
    code: 'FERRY_BASELINE',
    message: 'this file is not a baseline of an audit',
    where: file,
    next: 'Name another file, or write this one anew with --write-baseline.',
    exitCode: 2,
    cause: parsed.error,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Says of every finding whether the baseline has it. A fingerprint that stands there twice covers two findings: a third
 * one, the same call once more in the same function, is new.
 */
export function compareWithBaseline(report: AuditReport, baseline: Baseline): AuditReport {
  const left = new Map<string, number>();
  for (const { fingerprint } of baseline.findings) left.set(fingerprint, (left.get(fingerprint) ?? 0) + 1);
  const findings = report.findings.map((finding): AuditFinding => {
    const count = left.get(finding.fingerprint) ?? 0;
    if (count === 0) return { ...finding, since: 'new' };
    left.set(finding.fingerprint, count - 1);
    return { ...finding, since: 'baseline' };
  });
  const known = findings.filter(({ since }) => since === 'baseline').length;
  const gone = [...left.values()].reduce((sum, count) => sum + count, 0);
  return { ...report, findings, baseline: { known, fresh: findings.length - known, gone } };
}
