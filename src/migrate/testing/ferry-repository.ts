import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { git } from '../git.ts';

/** A git repository in a temporary folder, with one commit on `main`. */
export interface FerryRepository extends AsyncDisposable {
  readonly root: string;
  git(...args: readonly string[]): Promise<string>;
  write(relative: string, text: string | Uint8Array): void;
}

/** Makes the repository; `files` are its only commit. */
export async function ferryRepository(files: Readonly<Record<string, string | Uint8Array>>): Promise<FerryRepository> {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-')));
  const repository: FerryRepository = {
    root,
    git: (...args) => git(args, { cwd: root }),
    write(relative, text) {
      fs.mkdirSync(path.dirname(path.join(root, relative)), { recursive: true });
      fs.writeFileSync(path.join(root, relative), text);
    },
    async [Symbol.asyncDispose]() {
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
  await repository.git('init', '-q', '-b', 'main');
  await repository.git('config', 'user.name', 'Harbour Master');
  await repository.git('config', 'user.email', 'harbour@ferry.example');
  for (const [name, text] of Object.entries(files)) repository.write(name, text);
  await repository.git('add', '-A');
  await repository.git('commit', '-q', '--allow-empty', '-m', 'Ferry bookings');
  return repository;
}

/** Everything that must be the same before a migration and after its rollback: bytes, HEAD, branches, index. */
export async function portrait(root: string): Promise<string> {
  const lines: string[] = [];
  const walk = (folder: string) => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = path.posix.join(folder, entry.name);
      if (name === '.git') continue;
      if (entry.isDirectory()) {
        lines.push(`${name}/`);
        walk(name);
      } else if (entry.isSymbolicLink()) lines.push(`${name} -> ${fs.readlinkSync(path.join(root, name))}`);
      else {
        const mode = fs.statSync(path.join(root, name)).mode.toString(8);
        lines.push(`${name} ${mode} ${fs.readFileSync(path.join(root, name)).toString('base64')}`);
      }
    }
  };
  walk('');
  const exclude = path.join(root, '.git/info/exclude');
  lines.push(fs.existsSync(exclude) ? fs.readFileSync(exclude, 'latin1') : 'no exclude file');
  lines.push(fs.readFileSync(path.join(root, '.git/HEAD'), 'utf8'));
  lines.push(await git(['for-each-ref'], { cwd: root }));
  lines.push(await git(['ls-files', '--stage'], { cwd: root }));
  lines.push(await git(['status', '--porcelain', '--untracked-files=all'], { cwd: root }));
  return lines.sort().join('\n');
}
