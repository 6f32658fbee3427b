export type {
  Argument,
  Binding,
  ClassFacts,
  Expr,
  FunctionFacts,
  ImportFacts,
  ModuleFacts,
  Parameter,
  Place,
  Span,
  WithItem,
} from './facts.ts';
export type * from './model.ts';
export type { Program, ProgramOptions } from './program.ts';
