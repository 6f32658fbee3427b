import asyncio
from contextlib import asynccontextmanager, contextmanager


@contextmanager
def sync_lock():
    print("sync in")
    yield note("sync")
    print("sync out")


@asynccontextmanager
async def async_lock():
    note("async in")
    yield note("async")
    note("async out")


def note(text):
    print("note", text)
    return text


def rows():
    yield note(1)
    yield note(2)


async def arows():
    for row in rows():
        yield row


async def main():
    with sync_lock() as a:
        async with async_lock() as b:
            print(a, b)
    async for row in arows():
        print(row)
    print([row async for row in arows() if note(row) > 1])
    print([note(row) for row in rows()], {note(row) for row in rows()} == {1, 2})
    try:
        await asyncio.wait_for(slow(), 5)
    finally:
        note("finally")


async def slow():
    await asyncio.sleep(0)
    return note("slow")


asyncio.run(main())
