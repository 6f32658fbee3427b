#: <module> -> watch
#: watch -> sightings
#: sightings -> scan
import asyncio


async def scan():
    return "light"


async def sightings():
    yield await scan()


async def watch():
    async for light in sightings():
        str(light)


asyncio.run(watch())
