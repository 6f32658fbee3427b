import asyncio
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager

import httpx


@asynccontextmanager
async def lock_gate(number: int):
    await asyncio.sleep(0)
    yield number


@contextmanager
def open_log(name: str):
    yield name


class Channel:
    async def __aenter__(self) -> "Channel":
        return self

    async def __aexit__(self, *error) -> None:
        pass


class Both:
    def __enter__(self):
        return self

    def __exit__(self, *error) -> None:
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error) -> None:
        pass


async def open_gate(number: int) -> Both:
    return Both()


async def pass_lock() -> None:
    with lock_gate(1) as gate:  # forgotten: with
        print(gate)
    async with lock_gate(1) as gate:  # fine
        print(gate)
    with open_log("lock") as log:  # fine
        print(log)
    with Channel() as channel:  # forgotten: with
        print(channel)
    async with Channel() as channel:  # fine
        print(channel)
    with Both() as both:  # fine
        print(both)
    with httpx.AsyncClient() as client:  # forgotten: with
        print(client)
    async with open_gate(2) as gate:  # forgotten: with
        print(gate)
    async with await open_gate(2) as gate:  # fine
        print(gate)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(lock_gate(3))  # fine
    with ExitStack() as plain:
        plain.enter_context(lock_gate(4))  # forgotten: argument
        plain.enter_context(open_log("lock"))  # fine
    mutex = asyncio.Lock()
    with mutex:  # forgotten: with
        pass
    async with mutex:  # fine
        pass
    lock_gate(5)  # forgotten: statement
    await lock_gate(6)  # forgotten: with
    held = lock_gate(7)  # fine
    async with held:
        pass
