/** Negative, zero or positive, by the numbers of the release (PEP 440); what follows them is passed over. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [release(one), release(other)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a specifier (PEP 440, Poetry's `^` or conda's `=`) rules out every version from `oldest` on. */
export function allowsOnlyBelow(specifier: string, oldest: string): boolean {
  return specifier.split(',').some((clause) => {
    const [, operator = '', version = ''] =
      /^\s*(===|==|~=|<=|<|>=|>|!=|\^|~|=)?\s*v?(\d[\w.*+!-]*)\s*$/.exec(clause) ?? [];
    if (version === '') return false;
    const order = compareVersions(version, oldest);
    switch (operator) {
      case '<':
        return order <= 0;
      case '<=':
      case '==':
      case '===':
      case '=':
        return order < 0;
      case '~=':
      case '^':
      case '~':
        return compareVersions(upperBound(operator, version), oldest) <= 0;
      default:
        return false;
    }
  });
}

/** The first version that a compatible-release clause leaves out. */
function upperBound(operator: string, version: string): string {
  const parts = release(version);
  const fixed =
    operator === '~='
      ? parts.length - 2
      : operator === '^'
        ? parts.findIndex((part) => part > 0)
        : Math.min(1, parts.length - 1);
  const kept = parts.slice(0, Math.max(fixed, 0) + 1);
  return [...kept.slice(0, -1), (kept.at(-1) ?? 0) + 1].join('.');
}

function release(version: string): readonly number[] {
  return (/^\d+(\.\d+)*/.exec(version.replace(/^\d+!/, ''))?.[0] ?? '0').split('.').map(Number);
}
