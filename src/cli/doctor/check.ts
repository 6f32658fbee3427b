/** One thing that doctor looked at. `next` says what to do when it is not in order. */
export interface Check {
  readonly id: string;
  readonly status: 'ok' | 'warning' | 'problem';
  readonly what: string;
  readonly next?: string;
}

export const ok = (id: string, what: string): Check => ({ id, status: 'ok', what });
export const warning = (id: string, what: string, next: string): Check => ({ id, status: 'warning', what, next });
export const problem = (id: string, what: string, next: string): Check => ({ id, status: 'problem', what, next });
