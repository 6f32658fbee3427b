import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  type AuditReport,
  type Explanation,
  explainable,
  explainName,
  explainSpot,
  spotAt,
  visible,
} from '../../audit/index.ts';
import { closest, FerryError } from '../../base/index.ts';
import type { Program } from '../../program/index.ts';

/**
 * What is known about `wanted`: a line `file.py:123` (the file from the project's root or from `cwd`), an endpoint or a
 * function. Throws `FERRY_USAGE` with the nearest thing that could have been asked for.
 */
export function explain(program: Program, report: AuditReport, wanted: string, cwd: string): Explanation {
  const [, file, line] = /^(.+):(\d+)$/.exec(wanted) ?? [];
  if (file !== undefined && line !== undefined) return explainLine(program, report, { file, line: Number(line) }, cwd);
  const found = explainName(report, wanted);
  if (found !== undefined) return found;
  const near = closest(wanted, explainable(report));
  throw unknownPlace(
    `the audit knows nothing called ${JSON.stringify(wanted)}`,
    near === undefined
      ? 'Name an endpoint (GET /bookings), a function (module:name) or a line (file.py:123).'
      : `Did you mean ${JSON.stringify(near)}?`,
  );
}

function explainLine(
  program: Program,
  report: AuditReport,
  { file, line }: { readonly file: string; readonly line: number },
  cwd: string,
): Explanation {
  const own = relativeTo(program.root, path.resolve(cwd, file));
  const spot = spotAt(program, path.posix.normalize(file), line) ?? spotAt(program, own, line);
  if (spot !== undefined) return explainSpot(report, spot);
  const refusal = program.refusals.find((each) => each.file === file || each.file === own);
  if (refusal !== undefined)
    throw unknownPlace(`${JSON.stringify(file)} was not read: ${visible(refusal.why)}`, refusal.next);
  const near = closest(
    file,
    program.modules.map((module) => module.file),
  );
  throw unknownPlace(
    `the audit has read no file ${JSON.stringify(file)}`,
    near === undefined
      ? "Name a Python file of the project, from the project's folder."
      : `Did you mean ${near}:${line}?`,
  );
}

/** With `/`, links of the folder followed, because the root's are. */
function relativeTo(root: string, absolute: string): string {
  const real = fs.existsSync(absolute) ? fs.realpathSync(absolute) : absolute;
  return path.relative(root, real).split(path.sep).join('/');
}

function unknownPlace(message: string, next: string): FerryError {
  return new FerryError({ code: 'FERRY_USAGE', message, next, exitCode: 2 });
}
