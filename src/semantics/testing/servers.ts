import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerKind } from '../model.ts';

const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));

/** A server as the tests of this checkout start it; `missing` says why it cannot be. */
export interface TestServer {
  readonly server: ServerKind;
  readonly program?: string;
  readonly missing?: string;
}

/** All servers; ty and pyrefly are in the checkout's `.venv` once `npm run setup` has run. */
export const SERVERS: readonly TestServer[] = [{ server: 'pyright' }, installed('ty'), installed('pyrefly')];

function installed(server: ServerKind): TestServer {
  const program = path.join(CHECKOUT, '.venv', 'bin', server);
  return fs.existsSync(program) ? { server, program } : { server, missing: `${server} is not in .venv: npm run setup` };
}
