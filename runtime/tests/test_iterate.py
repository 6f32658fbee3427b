"""`iterate` around asynchronous iterables that synchronous code goes through."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from ferryman import iterate
from ferryman._switch import drive


def in_a_script(read: Callable[[], object]) -> object:
    return read()


def on_the_loop(read: Callable[[], object]) -> object:
    async def handler() -> object:
        return read()

    return asyncio.run(drive(handler()))


everywhere = pytest.mark.parametrize("run", [in_a_script, on_the_loop])


class Shelf:
    """Gives its titles one by one, and knows whether it was closed."""

    def __init__(self, *titles: str) -> None:
        self.titles = titles
        self.log: list[str] = []

    async def __aiter__(self) -> AsyncIterator[str]:
        try:
            for title in self.titles:
                await asyncio.sleep(0)
                yield title
        finally:
            await asyncio.sleep(0)
            self.log.append("closed")


@everywhere
def test_gives_every_item(run):
    shelf = Shelf("Dune", "Emma")
    assert run(lambda: list(iterate(shelf))) == ["Dune", "Emma"]
    assert shelf.log == ["closed"]


@everywhere
def test_what_is_left_early_is_closed_at_once(run):
    shelf = Shelf("Dune", "Emma")

    def first() -> object:
        for title in iterate(shelf):
            shelf.log.append(title)
            break
        shelf.log.append("after")
        return shelf.log

    assert run(first) == ["Dune", "closed", "after"]


@everywhere
def test_next_stops_as_a_generator_does(run):
    def read() -> object:
        titles = iterate(Shelf("Dune"))
        return [next(titles), next(titles, "no more")]

    assert run(read) == ["Dune", "no more"]


@everywhere
def test_exceptions_of_the_iterable_come_through(run):
    async def torn() -> AsyncIterator[str]:
        yield "Dune"
        raise LookupError("page 2 is missing")

    with pytest.raises(LookupError, match="page 2"):
        run(lambda: list(iterate(torn())))


@everywhere
def test_what_is_sent_and_thrown_reaches_the_generator(run):
    async def clerk() -> AsyncIterator[str]:
        answer = yield "which?"
        try:
            yield f"found {answer}"  # type: ignore[misc]
        except KeyError:
            yield "not found"

    def ask() -> object:
        talk = iterate(clerk())
        return [next(talk), talk.send("Dune"), talk.throw(KeyError("Dune")), list(talk)]

    assert run(ask) == ["which?", "found Dune", "not found", []]


@everywhere
def test_an_iterator_that_is_no_generator(run):
    class Counter:
        count = 0

        def __aiter__(self) -> "Counter":
            return self

        async def __anext__(self) -> int:
            if self.count == 2:
                raise StopAsyncIteration
            self.count += 1
            return self.count

    assert run(lambda: list(iterate(Counter()))) == [1, 2]


def test_exceptions_thrown_into_one_that_takes_none_go_on():
    class Endless:
        def __aiter__(self) -> "Endless":
            return self

        async def __anext__(self) -> int:
            return 1

    numbers = iterate(Endless())
    next(numbers)
    with pytest.raises(KeyError):
        numbers.throw(KeyError("two"))


def test_refuses_what_is_not_asynchronous_at_once():
    with pytest.raises(TypeError, match="list, which is no asynchronous iterable"):
        iterate(["Dune"])  # type: ignore[arg-type]
