import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { openTemporaryRoot, run } from '../../src/base/index.ts';
import { tools } from './machine.ts';

const MAKE = `
import io, sys, tarfile
with tarfile.open(sys.argv[1], "w:gz") as archive:
    for name in sys.argv[2:]:
        member = tarfile.TarInfo(name)
        member.size = 5
        archive.addfile(member, io.BytesIO(b"ferry"))
`;

it('unpacks what stays inside its folder, and refuses what does not', async () => {
  using files = openTemporaryRoot('ferryman-extract-');
  const python = (args: readonly string[]) => run(tools().python, args, { cwd: files.root, timeoutMs: 30_000 });
  const script = path.join(import.meta.dirname, 'extract.py');
  const unpack = async (name: string) => {
    await python(['-c', MAKE, 'archive.tar.gz', name]);
    return (await python([script, 'archive.tar.gz', files.makeFolder('tree')])).status;
  };
  expect(await unpack('ferries-1.0/app.py')).toBe(0);
  expect(fs.readFileSync(path.join(files.root, 'tree/ferries-1.0/app.py'), 'utf8')).toBe('ferry');
  expect(await unpack('../stowaway.py')).not.toBe(0);
  expect(fs.readdirSync(files.root).sort()).toEqual(['archive.tar.gz', 'tree']);
});
