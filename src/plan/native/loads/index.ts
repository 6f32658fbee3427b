import type { Knowledge } from '../../../knowledge/index.ts';
import type { Program } from '../../../program/index.ts';
import { textsOf } from '../../../recipes/index.ts';
import type { Remainder } from '../model.ts';
import { findCommits } from './commits.ts';
import { expiredReads } from './expired.ts';
import { readMapping, type Says } from './mapped.ts';
import { implicitQueries } from './queries.ts';
import { requestsOf } from './reach.ts';
import { lazyReads, type OnLoop } from './reads.ts';
import { responseReads } from './responses.ts';
import { unknownCalls } from './unknown.ts';

/**
 * What reaches the database without a call of it: lazy relationships, deferred columns and expired objects that are read,
 * queries that are gone through. None of it is awaited; strict mode refuses each. `calls`: what is listed of calls.
 */
export function implicitLoads(
  program: Program,
  knowledge: Knowledge,
  isOnLoop: OnLoop,
  calls: readonly Remainder[],
): readonly Remainder[] {
  const text = textsOf(program);
  const says: Says = (expr, { module }) =>
    expr.kind === 'string' ? expr.value : (text(module.file)?.slice(expr.start, expr.end) ?? '');
  const listed = new Set(calls.map(({ file, line }) => `${file}:${line}`));
  const queries = [...implicitQueries(program, isOnLoop), ...unknownCalls(program, knowledge, isOnLoop, listed)];
  const mapping = readMapping(program, says);
  if (mapping.names.size === 0) return queries;
  const requests = requestsOf(program, knowledge);
  return [
    ...queries,
    ...lazyReads(program, mapping, isOnLoop, requests),
    ...responseReads(program, mapping, isOnLoop, requests),
    ...expiredReads(program, mapping, isOnLoop, findCommits(program, knowledge, says)),
  ];
}
