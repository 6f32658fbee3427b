import { beforeAll, expect, test } from 'vitest';
import { loadPython } from '../python.ts';
import { flip } from './testing/flip.ts';

beforeAll(async () => {
  await loadPython();
});

test('a generator that becomes asynchronous says so in its annotation and its decorator', () => {
  const { text } = flip(
    `from collections.abc import Generator, Iterator
from contextlib import contextmanager
import contextlib
import typing as t
from typing import Iterable, Any


@contextmanager
def crossing(ferry: str) -> Iterator[str]:
    yield ferry


@contextlib.contextmanager
def berth() -> t.Generator[int, None, None]:
    yield 1


def decks() -> Generator[
    dict[str, tuple[int, int]],
    None,
    None,
]:
    yield {}


def cars() -> "Iterable[str]":
    yield 'red'


def lorries() -> Iterator:
    yield 1


def bikes() -> Any:
    yield 1
`,
    { flip: ['crossing', 'berth', 'decks', 'cars', 'lorries', 'bikes'] },
  );
  expect(text).toMatchInlineSnapshot(`
    "from collections.abc import AsyncGenerator, AsyncIterator
    from contextlib import asynccontextmanager
    import contextlib
    import typing as t
    from typing import Any, AsyncIterable


    @asynccontextmanager
    async def crossing(ferry: str) -> AsyncIterator[str]:
        yield ferry


    @contextlib.asynccontextmanager
    async def berth() -> t.AsyncGenerator[int, None]:
        yield 1


    async def decks() -> AsyncGenerator[
        dict[str, tuple[int, int]],
        None,
    ]:
        yield {}


    async def cars() -> "AsyncIterable[str]":
        yield 'red'


    async def lorries() -> AsyncIterator:
        yield 1


    async def bikes() -> Any:
        yield 1
    "
  `);
});

test('imports that others still use stay', () => {
  const { text } = flip(
    `from contextlib import contextmanager
from typing import Iterator


@contextmanager
def crossing() -> Iterator[str]:
    yield 'Fastnet'


@contextmanager
def tide() -> Iterator[int]:
    yield 3
`,
    { flip: ['crossing'] },
  );
  expect(text).toMatchInlineSnapshot(`
    "from contextlib import asynccontextmanager, contextmanager
    from typing import AsyncIterator, Iterator


    @asynccontextmanager
    async def crossing() -> AsyncIterator[str]:
        yield 'Fastnet'


    @contextmanager
    def tide() -> Iterator[int]:
        yield 3
    "
  `);
});

test('what is imported for type checkers only stays so', () => {
  const { text } = flip(
    `from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def crossings() -> Iterator[str]:
    yield 'Fastnet'
`,
    { flip: ['crossings'] },
  );
  expect(text).toMatchInlineSnapshot(`
    "from __future__ import annotations

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from collections.abc import AsyncIterator


    async def crossings() -> AsyncIterator[str]:
        yield 'Fastnet'
    "
  `);
});

test('a function that only returns an iterator keeps its annotation', () => {
  const { text } = flip('from typing import Iterator\n\n\ndef crossings() -> Iterator[str]:\n    return iter([])\n', {
    flip: ['crossings'],
  });
  expect(text).toMatchInlineSnapshot(`
    "from typing import Iterator


    async def crossings() -> Iterator[str]:
        return iter([])
    "
  `);
});
