export type {
  Answer,
  AskOptions,
  Diagnostic,
  Location,
  Place,
  PlaceQuestion,
  Question,
  Semantics,
  SemanticsOptions,
  ServerKind,
} from './model.ts';
export { openSemantics } from './open.ts';
