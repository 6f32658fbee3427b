"""`maybe_wait` around calls of which nobody knows what they reach."""

import asyncio

import pytest
from ferryman import maybe_wait
from ferryman._switch import drive


async def count_books() -> int:
    await asyncio.sleep(0)
    return 3


def test_hands_back_what_is_no_coroutine():
    titles = ["Dune"]
    assert maybe_wait(titles) is titles
    assert maybe_wait(None) is None


def test_waits_for_a_coroutine_in_a_script():
    assert maybe_wait(count_books()) == 3


def test_waits_in_synchronous_code_on_the_loop():
    async def handler() -> int:
        return maybe_wait(count_books())

    assert asyncio.run(drive(handler())) == 3


def test_leaves_futures_alone():
    async def handler() -> bool:
        future = asyncio.get_running_loop().create_future()
        return maybe_wait(future) is future

    assert asyncio.run(drive(handler()))


def test_a_coroutine_that_was_awaited_is_an_error_of_its_own():
    coroutine = count_books()
    assert asyncio.run(coroutine) == 3
    assert maybe_wait(coroutine) is coroutine


def test_exceptions_come_through():
    async def fail() -> None:
        raise LookupError("no such book")

    with pytest.raises(LookupError, match="no such book"):
        maybe_wait(fail())
