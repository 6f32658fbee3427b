import type { Command } from '../command.ts';
import { doctor } from './doctor.ts';
import { prove } from './prove.ts';

/** In the order of a migration. */
export const COMMANDS: readonly Command[] = [doctor, prove];
