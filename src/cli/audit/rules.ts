import type { AuditReport, Rule, RuleId } from '../../audit/index.ts';
import { closest, FerryError } from '../../base/index.ts';

/** The rules of `--only forgotten-await,blocking-call`; throws `FERRY_USAGE` with the nearest rule for any other word. */
export function chosenRules(words: string | undefined, rules: readonly Rule[]): readonly RuleId[] {
  if (words === undefined) return [];
  const chosen = words
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => ruleNamed(word, rules));
  if (chosen.length > 0) return [...new Set(chosen)];
  throw usage('--only names no rule', `The rules are ${rules.map(({ id }) => id).join(', ')}.`);
}

function ruleNamed(word: string, rules: readonly Rule[]): RuleId {
  const rule = rules.find(({ id }) => id === word);
  if (rule !== undefined) return rule.id;
  const ids = rules.map(({ id }) => id);
  const near = closest(word, ids);
  throw usage(
    `no rule is called ${JSON.stringify(word)}`,
    near === undefined ? `The rules are ${ids.join(', ')}.` : `Did you mean ${near}?`,
  );
}

function usage(message: string, next: string): FerryError {
  return new FerryError({ code: 'FERRY_USAGE', message, next, exitCode: 2 });
}

/** The findings of these rules only; all of them when none is named. */
export function ofRules<Finding extends { readonly rule: string }>(
  findings: readonly Finding[],
  only: readonly RuleId[],
): readonly Finding[] {
  return only.length === 0 ? findings : findings.filter(({ rule }) => only.some((id) => id === rule));
}

export const FAIL_ON = ['error', 'warning', 'note', 'never'] as const;

/** 1 when a finding is at least as grave as `failOn`; with a baseline, a new one. */
export function exitCodeOf({ findings }: AuditReport, failOn: (typeof FAIL_ON)[number], rules: readonly Rule[]): 0 | 1 {
  const grave = FAIL_ON.slice(0, failOn === 'never' ? 0 : FAIL_ON.indexOf(failOn) + 1);
  const counts = new Set(rules.filter(({ level }) => grave.includes(level)).map(({ id }) => id));
  return findings.some(({ rule, since }) => since !== 'baseline' && counts.has(rule)) ? 1 : 0;
}
