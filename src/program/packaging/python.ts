import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Lowest Python 3.x that the project says it runs on (`requires-python = ">=3.9"` gives 9); undefined when it does not
 * say. Read by its shape: what matters is the one number, wherever the packaging files have it.
 */
export function lowestPython(root: string): number | undefined {
  const found = places.flatMap(([file, pattern]) => {
    const match = pattern.exec(textAt(path.join(root, file)))?.groups?.['said'];
    return [...(match ?? '').matchAll(version)].flatMap(([, operator = '', minor]) =>
      /^[<!]/u.test(operator) ? [] : [Number(minor)],
    );
  });
  return found.length === 0 ? undefined : Math.min(...found);
}

const places: readonly (readonly [string, RegExp])[] = [
  ['pyproject.toml', /^\s*requires-python\s*=\s*["'](?<said>[^"']*)["']/mu],
  ['pyproject.toml', /^\[tool\.poetry\.dependencies\][^[]*?^\s*python\s*=\s*["'](?<said>[^"']*)["']/mu],
  ['setup.cfg', /^\s*python_requires\s*=\s*(?<said>.*)$/mu],
  ['setup.py', /python_requires\s*=\s*["'](?<said>[^"']*)["']/u],
];

/** `>=3.9`, `^3.9`, `~3.9`, `~=3.9`, `==3.9.*`, `3.9`: the operator, and the number behind `3.`. */
const version = /([<>=!~^]*)\s*(?<![\d.])3\.(\d+)/gu;

function textAt(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return ''; // none: the project does not say it there
  }
}
