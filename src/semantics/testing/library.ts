import * as path from 'node:path';
import { type FileSystemRoot, openTemporaryRoot } from '../../base/index.ts';

/** A small library application, a folder that is removed with `using`. */
export function library(): FileSystemRoot & Disposable {
  const root = openTemporaryRoot('ferryman-library-');
  for (const [file, text] of Object.entries(FILES)) root.write(file, text);
  return root;
}

const FILES = {
  'library/__init__.py': 'from .shelves import Attic as Attic, Shelf as Shelf\n',
  'library/shelves.py': `import time
from abc import ABC, abstractmethod


class Shelf(ABC):
    @abstractmethod
    def lend(self, title: str) -> str: ...


class Attic(Shelf):
    def lend(self, title: str) -> str:
        time.sleep(1)
        return title
`,
  'library/log.py': `from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def logged(act: Callable[P, R]) -> Callable[P, R]:
    @wraps(act)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        print(act.__name__)
        return act(*args, **kwargs)

    return inner
`,
  'library/desk.py': `from ferries import sail
from timetable import next_opening

from library import Attic, Shelf
from library.log import logged


@logged
def welcome(name: str) -> str:
    return f"📚 {name}, we open {next_opening()} {sail()}"


def lend_all(shelf: Shelf, titles: list[str]) -> list[str]:
    return ["🚪", welcome("Ann")] and [shelf.lend(title) for title in titles]


def hand_over(shelf, title):
    return shelf.lend(title)


def tidy():
    return Attic().lend("Ulysses")
`,
  'library/bell.py': `async def ring() -> int:
    return 1


async def call() -> int:
    ring()
    return ring() + 1  # type: ignore
`,
} as const;

export type LibraryFile = keyof typeof FILES;

/** The offset of the `|` in `needle`, which without it is in the text exactly once. */
export function offsetIn(text: string, needle: string): number {
  const plain = needle.replace('|', '');
  const found = text.indexOf(plain);
  if (found < 0 || text.includes(plain, found + 1)) throw new Error(`${needle} is not there exactly once`);
  return found + needle.indexOf('|');
}

/** The text of a file of the library. */
export function textOf(file: LibraryFile): string {
  return FILES[file];
}

/**
 * An environment with one package and one that a `.pth` file adds. Whoever runs its interpreter, or an interpreter that
 * reads its `.pth` files, leaves a file called `was-run` in it. Returns the interpreter.
 */
export function environment(root: FileSystemRoot): string {
  const site = 'venv/lib/python3.11/site-packages';
  const mark = path.join(root.root, 'venv', 'was-run');
  root.write('venv/pyvenv.cfg', 'home = /usr/bin\nversion = 3.11.2\ninclude-system-site-packages = false\n');
  root.write('venv/bin/python', `#!/bin/sh\ntouch ${mark}\n`);
  root.write(`${site}/timetable/__init__.py`, 'from .hours import next_opening as next_opening\n');
  root.write(`${site}/timetable/hours.py`, 'def next_opening() -> str:\n    return "at nine"\n');
  root.write(`${site}/odd.pth`, `import pathlib; pathlib.Path(${JSON.stringify(mark)}).touch()\n../../../shared\n`);
  root.write('venv/shared/ferries.py', 'def sail() -> None: ...\n');
  return root.resolve('venv/bin/python');
}
