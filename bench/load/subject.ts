import type { ServerCommand } from './server.ts';

/** What is asked of an application. */
export interface Endpoint {
  readonly id: string;
  /** Whole HTTP requests, sent in turn. */
  readonly requests: readonly string[];
  /** Puts the database back to where every block starts. */
  readonly reset?: () => Promise<void>;
}

/** The servers that are compared with `threaded`; `threaded again` shows what the noise alone does. */
export type Arm = 'threaded' | 'threaded again' | 'asyncpg' | 'psycopg';

/** An application under load: its servers, all on one database, and what they are asked. */
export interface Subject {
  readonly title: string;
  readonly endpoints: readonly Endpoint[];
  readonly servers: Readonly<Record<Arm, ServerCommand>>;
}

/** A GET request. */
export const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: bench\r\naccept: */*\r\n\r\n`;

/** Connections in the pool of each server. */
export const POOL = 50;
