import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FileChange } from '../carry.ts';

/** The files that the tests' runs change: one edited, one edited with its own line endings, one added. */
export const ferryFiles = {
  'app/__init__.py': '',
  'app/db.py': 'from sqlalchemy import create_engine\n\nengine = create_engine("sqlite:///ferry.db")\n',
  'app/bookings.py': 'def book(session, seat):\r\n    return seat\r\n',
  'requirements.txt': 'fastapi\nsqlalchemy',
};

/** A change of everything in {@link ferryFiles} but the empty file, and a new module. */
export function ferryChanges(root: string): readonly FileChange[] {
  const edit = (name: string, after: string): FileChange => ({
    path: name,
    before: fs.readFileSync(path.join(root, name)),
    after: Buffer.from(after),
  });
  return [
    edit('app/db.py', 'from ferryman import create_engine\n\nengine = create_engine("sqlite:///ferry.db")\n'),
    edit('app/bookings.py', 'def book(session, seat):\r\n    return seat, session\r\n'),
    edit('requirements.txt', 'fastapi\nferryman\nsqlalchemy[asyncio]'),
    { path: 'app/ferryman_crossing.py', before: undefined, after: Buffer.from('BRIDGED = frozenset()\n') },
  ];
}
