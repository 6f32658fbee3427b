/** What the engine tells whoever renders it. Times are milliseconds; `done` and `total` count `unit`s. */
export type FerryEvent =
  | { readonly kind: 'step'; readonly id: string; readonly title: string }
  | {
      readonly kind: 'progress';
      readonly id: string;
      readonly done: number;
      readonly total: number;
      readonly unit: string;
    }
  | { readonly kind: 'done'; readonly id: string; readonly title: string; readonly ms: number }
  | { readonly kind: 'note'; readonly level: 'info' | 'warning'; readonly text: string };

export type Emit = (event: FerryEvent) => void;

/** For callers that show nothing. */
export const silent: Emit = () => {};
