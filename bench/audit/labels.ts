import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * `calls`: Python runs the callee from there. `may`: it could with other input, so an answer that has it is neither
 * needed nor wrong. `wired`: a framework or a thread runs it on the caller's behalf.
 */
export type LabelKind = 'calls' | 'may' | 'wired';

export interface Label {
  readonly caller: string;
  /** `?`: no reader of the text can know what is called there, so the answer has to be unknown. */
  readonly callee: string;
  readonly kind: LabelKind;
}

/** A small project with what it calls. */
export interface Case {
  readonly feature: string;
  readonly name: string;
  readonly root: string;
  readonly labels: readonly Label[];
}

export const callsFolder = path.join(import.meta.dirname, 'cases', 'calls');

const KINDS: Readonly<Record<string, LabelKind>> = { '->': 'calls', '?>': 'may', '=>': 'wired' };

/**
 * Every folder `FEATURE/CASE` with a main.py whose head says `#: caller -> callee, callee`. Names are qualified names
 * without `<locals>`, with `module:` before them outside of main.py. Throws on a head it cannot read.
 */
export function readCases(): readonly Case[] {
  return folders(callsFolder).flatMap((feature) =>
    folders(path.join(callsFolder, feature)).map((name) => {
      const root = path.join(callsFolder, feature, name);
      return { feature, name, root, labels: readLabels(path.join(root, 'main.py')) };
    }),
  );
}

function readLabels(file: string): readonly Label[] {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('#:'))
    .flatMap((line) => {
      const [, caller = '', arrow = '', callees = ''] = /^#: (\S+) (->|\?>|=>) (.+)$/u.exec(line) ?? [];
      const kind = KINDS[arrow];
      if (kind === undefined) throw new Error(`${file}: not a label: ${line}`);
      return callees.split(',').map((callee) => ({ caller: plain(caller), callee: plain(callee.trim()), kind }));
    });
}

function plain(name: string): string {
  return name.replace(/^main:/u, '');
}

function folders(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '__pycache__')
    .map((entry) => entry.name)
    .sort();
}
