import { createTwoFilesPatch } from 'diff';
import type { Plan } from './model.ts';

/** One unified diff of everything a plan would write, as git prints it. Bytes that are not UTF-8 are shown as Latin-1. */
export function unifiedDiff(plan: Plan): string {
  return plan.files
    .map((file) => {
      const [oldName, newName] = [file.before === undefined ? '/dev/null' : `a/${file.path}`, `b/${file.path}`];
      const before = file.before === undefined ? '' : decode(file.before);
      const patch = createTwoFilesPatch(oldName, newName, before, decode(file.after), '', '');
      return patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (.*)\t$/gm, '$1 $2');
    })
    .join('');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
