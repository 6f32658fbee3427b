import type { Face } from '../../knowledge/index.ts';
import type { Expr, Place, ProjectFunction } from '../../program/index.ts';

/** One of the two faces of a session: the synchronous object itself, or the asynchronous one around it. */
export type Side = 'plain' | 'face';

/** Something that holds a session for as long as its code runs. */
export type Holder =
  /** A parameter or a local variable. */
  | { readonly kind: 'name'; readonly scope: ProjectFunction; readonly name: string }
  /** What a function returns, or yields where it is a generator. */
  | { readonly kind: 'result'; readonly scope: ProjectFunction };

/** One place where a session is used. */
export interface Occurrence {
  readonly scope: ProjectFunction;
  readonly face: Face;
  /** The whole of it, with `async_session(...)` around it or `.sync_session` behind it where that is written already. */
  readonly expr: Expr;
  /** The same without. */
  readonly core: Expr;
  readonly written: Side | undefined;
  /** What the core is: what a holder holds, or something that is always of one side. */
  readonly has: Holder | Side;
  /** What has to stand there; `any` where both do the same. */
  readonly wanted: Holder | Side | 'any';
  /** Nothing can be written around it: a call that is awaited from now on. */
  readonly isRigid: boolean;
}

/** A place in the text that has to change because a holder changes sides. */
export interface FaceEdit {
  readonly occurrence: Occurrence;
  /** What has to be written around the core: nothing, what gives the face, or what gives the session behind it. */
  readonly write: Side | undefined;
}

/** The name of a session's class in an annotation, which becomes the face's. */
export interface AnnotationEdit {
  readonly scope: ProjectFunction;
  readonly expr: Expr;
  readonly face: Face;
}

/** Something that held a session and holds its asynchronous face from now on. */
export interface Turned {
  readonly holder: Holder;
  readonly face: Face;
}

/** What holds the asynchronous face from now on, and what that changes. */
export interface Faces {
  readonly turned: readonly Turned[];
  readonly edits: readonly FaceEdit[];
  readonly annotations: readonly AnnotationEdit[];
  /** Dependencies without an annotation that give the face: what tests put in their place is told by it. */
  readonly unannotated: readonly Turned[];
  /** Calls of session methods whose receiver is looked after by `edits`. */
  /** The expression is the asynchronous face already, or what is around it is looked after by `edits`. */
  givesFace(receiver: Expr): boolean;
  /** What is written around the expression, if anything, is said in `edits`. */
  covers(expr: Expr): boolean;
  /** Sessions that are entered asynchronously and whose name cannot hold what that gives. */
  readonly contradicted: readonly Expr[];
  /** Names and results in native code that stay synchronous sessions, with what keeps them. */
  readonly kept: readonly { readonly holder: Holder; readonly why: string; readonly place: Place }[];
}
