import * as fs from 'node:fs';
import * as path from 'node:path';

// Options of pytest whose value stands beside them and may look like a path.
const WITH_VALUE = new Set(
  '-c --config-file --rootdir --confcutdir --basetemp --ignore --ignore-glob --deselect -p -o --override-ini -k -m -W -n --cov --cov-config --junitxml --junit-xml --tb --durations'.split(
    ' ',
  ),
);

/** Tell test paths (`tests/test_a.py::test_b`, existing below `root`) from the other arguments of pytest. */
export function splitArguments(
  args: readonly string[],
  root: string,
): { readonly options: readonly string[]; readonly paths: readonly string[] } {
  const options: string[] = [];
  const paths: string[] = [];
  args.forEach((argument, index) => {
    const isValue = WITH_VALUE.has(args[index - 1] ?? '');
    const isPath = !isValue && !argument.startsWith('-') && fs.existsSync(path.resolve(root, fileOf(argument)));
    (isPath ? paths : options).push(argument);
  });
  return { options, paths };
}

/** The file of a test's selector: what stands before the first `::`. */
export const fileOf = (selector: string): string => selector.split('::', 1)[0] ?? selector;
