"""`iterate`: for synchronous code that goes through what has become asynchronous."""

from __future__ import annotations

from collections.abc import AsyncIterable, Generator
from typing import Any, TypeVar

from ._switch import wait

T = TypeVar("T")


def iterate(iterable: AsyncIterable[T]) -> Generator[T, Any, None]:
    """Go through an asynchronous iterable in synchronous code: a generator that waits for each item.

    What it is sent, and exceptions that are thrown into it, reach an asynchronous generator; closing it, or dropping it
    before its end, closes that. Raises `TypeError` for what is no asynchronous iterable.
    """
    if not hasattr(type(iterable), "__aiter__"):
        raise TypeError(
            f"iterate() was given {type(iterable).__name__}, which is no asynchronous iterable: what was called is "
            "synchronous here. Go through it without iterate(). Where a test has put a stand-in in the place of a native "
            "generator, make that `async def` too."
        )
    return _items(iterable)


def _items(iterable: AsyncIterable[T]) -> Generator[T, Any, None]:
    iterator: Any = type(iterable).__aiter__(iterable)
    try:
        following = iterator.__anext__()
        while True:
            try:
                item = wait(following)
            except StopAsyncIteration:
                return
            try:
                sent = yield item
            except GeneratorExit:
                raise
            except BaseException as error:
                if not hasattr(iterator, "athrow"):
                    raise
                following = iterator.athrow(error)
            else:
                following = iterator.__anext__() if sent is None else iterator.asend(sent)
    finally:
        if hasattr(iterator, "aclose"):
            wait(iterator.aclose())
