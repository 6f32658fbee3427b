import type { Command } from '../command.ts';
import { doctor } from './doctor.ts';

/** In the order of a migration. */
export const COMMANDS: readonly Command[] = [doctor];
