import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Answer, Location, PlaceQuestion, Semantics } from '../../semantics/index.ts';
import { decodeSource } from '../../syntax/index.ts';
import type { Expr } from '../facts.ts';
import type { ProjectFunction } from '../model.ts';
import type { Project } from '../project.ts';
import type { Evaluation } from '../values/evaluation.ts';
import { methodForm } from '../values/members.ts';
import type { Types } from '../values/model.ts';
import { isBlindCall } from '../values/targets.ts';
import type { Hints, Known, Told } from '../values/told.ts';
import { eachExpression } from '../values/walk.ts';
import { indexInside } from './inside.ts';
import { outsideNames } from './outside.ts';
import { type Overlay, overlayOf } from './overlays.ts';
import { isTestModule } from '../roles.ts';

type Attribute = Extract<Expr, { kind: 'attribute' }>;

/** A call on a receiver that nobody knows. */
interface Blind {
  readonly scope: ProjectFunction;
  readonly callee: Attribute;
}

export interface DecideOptions {
  readonly signal?: AbortSignal;
  readonly onAnswer?: (done: number, total: number) => void;
}

/** Asked again with what was learnt, this often at most: each round costs a pass over the whole project. */
const ROUNDS = 3;

/**
 * Ask a language server about every call whose receiver the project's own text leaves unknown (tests aside). What it
 * answers adds values, which make parameters known; those are shown to it as annotations, and what is still unknown is
 * asked again, until nothing new comes. `evaluate` evaluates the project with the hints so far.
 */
export async function decideByTypes(
  root: string,
  project: Project,
  semantics: Semantics,
  types: Types,
  evaluate: (hints: Hints) => Evaluation,
  options: DecideOptions = {},
): Promise<Evaluation> {
  const hints = new Map<Expr, Told>();
  const overlays = new Map<string, Overlay>();
  const inside = indexInside(project);
  let evaluation = evaluate(hints);
  for (let round = 0; round < ROUNDS; round += 1) {
    const open = blindCalls(evaluation).filter(({ callee }) => !hints.has(callee));
    // The first answers come from the text as it is.
    const changed = round > 0 ? annotate(root, evaluation, semantics, overlays, open) : undefined;
    const asked = changed ? open.filter(({ scope }) => changed.has(scope.module.file)) : open;
    if (asked.length === 0) break;
    const answers = await semantics.ask(
      asked.flatMap((blind) => questionsOf(blind, overlays)),
      options,
    );
    const before = hints.size;
    read(asked, answers, { inside, overlays, types, hints });
    if (hints.size === before) break;
    evaluation = evaluate(new Map(hints));
  }
  return evaluation;
}

/** Calls of attributes; of a plain name that is unknown a server knows no more than its definition. */
function blindCalls(ev: Evaluation): readonly Blind[] {
  const found: Blind[] = [];
  for (const scope of ev.project.functions) {
    if (isTestModule(scope.module)) continue;
    eachExpression(scope.facts, (expr) => {
      if (expr.kind === 'call' && expr.callee.kind === 'attribute' && isBlindCall(ev, expr, scope))
        found.push({ scope, callee: expr.callee });
    });
  }
  return found;
}

/** What is called, and what kind of thing it is called on. */
function questionsOf({ scope, callee }: Blind, overlays: ReadonlyMap<string, Overlay>): readonly PlaceQuestion[] {
  const { file } = scope.module;
  const to = (offset: number) => overlays.get(file)?.to(offset) ?? offset;
  return [
    { want: 'definitions', file, offset: to(callee.end - callee.name.length) },
    { want: 'hover', file, offset: to(callee.of.end - 1) },
  ];
}

interface Reading {
  readonly inside: ReturnType<typeof indexInside>;
  readonly overlays: ReadonlyMap<string, Overlay>;
  readonly types: Types;
  readonly hints: Map<Expr, Told>;
}

function read(asked: readonly Blind[], answers: readonly Answer[], { inside, overlays, types, hints }: Reading): void {
  const places = asked.map((_, index) => {
    const answer = answers[2 * index];
    return answer?.kind === 'locations' ? answer.locations : [];
  });
  const outside = outsideNames(places.flat());
  for (const [index, { callee }] of asked.entries()) {
    const hover = answers[2 * index + 1];
    const found = (places[index] ?? []).map((place) => known(place));
    const all = found.filter((item) => item !== undefined);
    if (all.length === 0) continue;
    hints.set(callee, {
      known: all,
      isWhole: all.length === found.length && hover?.kind === 'text' && saysAll(hover.text),
    });
  }

  function known(place: Location): Known | undefined {
    if (!place.isInside) {
      const name = outside.get(place);
      return name && { kind: 'external', name: types.publicName(name.module, name.qualname) };
    }
    const definition = inside(place.file, overlays.get(place.file)?.from(place.start) ?? place.start);
    if (definition?.kind !== 'function') return definition;
    const { owner } = definition.function;
    return { ...definition, bound: owner !== undefined && methodForm(definition.function) !== 'static' };
  }
}

/** Servers print `Session | Unknown` where one of several values has no type. */
function saysAll(text: string | undefined): boolean {
  return text !== undefined && !/\b(?:Unknown|Any|Todo)\b/u.test(text);
}

/** Show the server annotated texts of the files with open questions; the files whose text has changed. */
function annotate(
  root: string,
  ev: Evaluation,
  semantics: Semantics,
  overlays: Map<string, Overlay>,
  open: readonly Blind[],
): ReadonlySet<string> {
  const files = new Set(open.map(({ scope }) => scope.module.file));
  const changed = new Set<string>();
  if (!semantics.hasOverlays) return changed;
  for (const file of files) {
    const text = textOf(root, file);
    const functions = ev.project.functions.filter((fn) => fn.module.file === file);
    const overlay = text === undefined ? undefined : overlayOf(ev, text, functions);
    if (!overlay || overlay.text === overlays.get(file)?.text) continue;
    overlays.set(file, overlay);
    semantics.change(file, overlay.text);
    changed.add(file);
  }
  return changed;
}

function textOf(root: string, file: string): string | undefined {
  try {
    const source = decodeSource(file, fs.readFileSync(path.join(root, file)));
    return source.kind === 'source' ? source.text : undefined;
  } catch {
    return undefined; // it went away since it was listed
  }
}
