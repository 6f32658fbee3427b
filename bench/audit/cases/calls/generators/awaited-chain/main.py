#: <module> -> day
#: day -> morning, evening
#: morning -> open_office
import asyncio


def open_office():
    return True


async def morning():
    return open_office()


async def evening():
    return None


async def day():
    await asyncio.gather(morning(), evening())


asyncio.run(day())
