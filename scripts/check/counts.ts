import { z } from 'zod';

/** Tests of one stage. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** From vitest's JSON report. A file that could not be loaded has no tests and counts as one failure. */
export function countVitest(text: string): Counts {
  const report = vitestReport.parse(JSON.parse(text));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** From a JUnit report: the sums over its `testsuite` elements. Errors (of fixtures, of collection) are failures. */
export function countJunit(xml: string): Counts {
  const suites = [...xml.matchAll(/<testsuite\s[^>]*>/g)].map(([tag]) => tag);
  if (suites.length === 0) throw new Error('the JUnit report has no testsuite');
  return sum(
    suites.map((tag) => {
      const failed = attribute(tag, 'failures') + attribute(tag, 'errors');
      const skipped = attribute(tag, 'skipped');
      return { passed: attribute(tag, 'tests') - failed - skipped, failed, skipped };
    }),
  );
}

/** From the rows of runtime/tests/matrix.py: `Python 3.9 ... 284 passed 0 failed 55 skipped`. */
export function countTable(output: string): Counts {
  const rows = [...output.matchAll(/^Python .*?(\d+) passed +(\d+) failed +(\d+) skipped/gm)];
  return sum(
    rows.map(([, passed, failed, skipped]) => ({
      passed: Number(passed),
      failed: Number(failed),
      skipped: Number(skipped),
    })),
  );
}

export function sum(counts: readonly Counts[]): Counts {
  const add = (key: keyof Counts) => counts.reduce((total, count) => total + count[key], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}

function attribute(tag: string, name: string): number {
  return Number(new RegExp(`\\s${name}="(\\d+)"`).exec(tag)?.[1] ?? 0);
}
