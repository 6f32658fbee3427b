import type { Command } from '../command.ts';
import { audit } from './audit.ts';
import { doctor } from './doctor.ts';
import { migrate } from './migrate.ts';
import { prove } from './prove.ts';
import { rollback } from './rollback.ts';

/** In the order of a migration. Rooms below are imported when a command runs: `--help` should not wait for them. */
export const COMMANDS: readonly Command[] = [doctor, audit, migrate, prove, rollback];
