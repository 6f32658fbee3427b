#: <module> -> work
#: work -> Pool.__aenter__, Pool.__aexit__
import asyncio


class Pool:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *problem):
        return None


async def work():
    async with Pool():
        return 1


asyncio.run(work())
