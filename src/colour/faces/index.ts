export { entersSession } from './entering.ts';
export type { AnnotationEdit, FaceEdit, Faces, Turned } from './model.ts';
export { solveFaces } from './solve.ts';
