import type { Place, Span } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';

export function placeOf(scope: Pick<ProjectFunction, 'module'>, span: Span): Place {
  return { file: scope.module.file, line: span.line, start: span.start, end: span.end };
}
