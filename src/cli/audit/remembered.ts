import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { AuditReport } from '../../audit/index.ts';
import { openCache, openStore, type Store } from '../../base/index.ts';
import { contentOf } from '../../program/index.ts';

/** Reports of all projects of a user together, in bytes. */
const mostBytes = 256 << 20;

/** The report of an audit by syntax of the same content with the same knowledge by the same Ferryman, if there was one. */
export interface Remembered {
  recall(): AuditReport | undefined;
  /** Nothing happens when the content has changed meanwhile: nobody knows then which of it the report is about. */
  keep(report: AuditReport): void;
}

/** Where there is no folder for a cache nothing is remembered. */
export function rememberedAudit(root: string, knowledgeFolders: readonly string[]): Remembered {
  const store = storeOf();
  if (store === undefined) return { recall: () => undefined, keep: () => {} };
  const own = ownCode();
  const keyNow = () => keyOf([own, contentOf(root), ...knowledgeFolders.map(knowledgeContent)]);
  const key = keyNow();
  return {
    recall() {
      const bytes = store.get(key);
      // What is there was written by this code under this key, and its digest is right.
      return bytes && (JSON.parse(bytes.toString('utf8')) as AuditReport);
    },
    keep(report) {
      if (keyNow() === key) store.put(key, JSON.stringify(report));
    },
  };
}

function storeOf(): Store | undefined {
  try {
    return openStore(openCache('audit'), mostBytes);
  } catch {
    return undefined;
  }
}

const keyOf = (parts: readonly string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Everything that decides what a report says: this package's code and knowledge, and the Node that runs it. */
function ownCode(): string {
  const rooms = path.join(import.meta.dirname, '..', '..');
  const manifest = path.join(rooms, '..', 'package.json'); // the versions of what it uses
  const uses = fs.existsSync(manifest) ? fs.readFileSync(manifest, 'utf8') : '';
  return keyOf([process.version, process.arch, uses, folderContent(rooms)]);
}

/** A folder that cannot be read is refused by whoever loads it. */
function knowledgeContent(folder: string): string {
  return fs.existsSync(folder) ? folderContent(folder) : `no ${folder}`;
}

/** Files of a folder and below by names and bytes; tests are no part of a program. */
function folderContent(folder: string): string {
  const hash = createHash('sha256');
  const visit = (at: string) => {
    for (const entry of fs.readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = path.join(at, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (/(?<!\.test)\.(?:[jt]s|json|ya?ml|wasm)$/u.test(entry.name)) {
        const bytes = fs.readFileSync(file);
        hash.update(JSON.stringify([path.relative(folder, file), bytes.length])).update(bytes);
      }
    }
  };
  visit(folder);
  return hash.digest('hex');
}
