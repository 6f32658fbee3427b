import asyncio
from functools import wraps

from somewhere import magic


def blocking(function):
    @wraps(function)
    def run(*args, **kwargs):
        return asyncio.run(function(*args, **kwargs))

    return run


def timed(function):
    @wraps(function)
    async def measure(*args, **kwargs):
        return await function(*args, **kwargs)

    return measure


def named(name):
    def decorate(function):
        function.label = name
        return function

    return decorate


def retried(times: int):
    def decorate(function):
        @wraps(function)
        async def attempt(*args, **kwargs):
            for _ in range(times):
                return await function(*args, **kwargs)

        return attempt

    return decorate


@blocking
async def empty_bilge() -> int:
    return 1


@timed
async def fill_tank() -> int:
    return 2


@named("ballast")
async def shift_ballast() -> int:
    return 3


@retried(3)
async def prime() -> int:
    return 4


@magic
async def spell() -> int:
    return 5


@timed
def plain() -> int:
    return 6


async def trim() -> None:
    empty_bilge()  # fine
    fill_tank()  # forgotten: statement
    await fill_tank()  # fine
    shift_ballast()  # forgotten: statement
    prime()  # forgotten: statement
    await prime()  # fine
    spell()  # fine
    if empty_bilge() == 1:  # fine
        print("dry")
    plain()  # forgotten: statement
