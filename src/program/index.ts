export { installedCommands } from './commands.ts';
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
export { contentOf } from './content.ts';
export { idOf } from './identity.ts';
export { importClosure, importsByName } from './imports.ts';
export type * from './model.ts';
export { readDependencyFiles } from './packaging/files.ts';
export { lowestPython } from './packaging/python.ts';
export { normaliseName, parseRequirement } from './packaging/requirement.ts';
export type { EntryScript } from './packaging/scripts.ts';
export type { ThreadedSetting } from './packaging/settings.ts';
export { openProgram, type Program, type ProgramOptions } from './program.ts';
export type { Project } from './project.ts';
export { isTestModule } from './roles.ts';
export { lastName } from './values/annotations.ts';
export type { Definition, Evaluation } from './values/evaluation.ts';
export { evaluateProject } from './values/evaluator.ts';
export { openFor, type SeeOptions, seeTypes } from './typed/see.ts';
export { isProperty, isReadAsAttribute } from './values/descriptors.ts';
export type { Types, Value, Values } from './values/model.ts';
export { callTargets, isBlindCall, metaclasses, type Target, valueTargets } from './values/targets.ts';
export { indexUses, type Read, type Use, type Uses } from './values/uses.ts';
export { eachExpression, eachPart } from './values/walk.ts';
export { dependenciesFor, spell } from './wiring/dependencies.ts';
export { isDependency } from './values/parameters.ts';
export { findSessions, type SessionSite } from './wiring/sessions.ts';
export { decoratorResults } from './wiring/endpoints.ts';
