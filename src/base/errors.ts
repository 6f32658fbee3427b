/** What a user needs to know of a failure. `exitCode`: 1 findings or failed proof, 2 usage or configuration, 3 environment. */
export interface FerryErrorInit {
  readonly code: `FERRY_${string}`;
  /** One sentence: what happened. */
  readonly message: string;
  /** File, `file:line`, command or setting concerned. */
  readonly where?: string;
  /** One sentence: what to do next. */
  readonly next: string;
  readonly exitCode: 1 | 2 | 3;
  readonly cause?: unknown;
}

/** The only error that reaches a user; anything else that escapes is a bug of ours and printed as one. */
export class FerryError extends Error {
  readonly code: string;
  readonly where: string | undefined;
  readonly next: string;
  readonly exitCode: 1 | 2 | 3;

  constructor(init: FerryErrorInit) {
    super(init.message, { cause: init.cause });
    this.name = 'FerryError';
    this.code = init.code;
    this.where = init.where;
    this.next = init.next;
    this.exitCode = init.exitCode;
  }
}
