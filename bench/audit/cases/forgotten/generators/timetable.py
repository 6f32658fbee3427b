import asyncio
from contextlib import aclosing

from starlette.responses import StreamingResponse


async def departures(port: str):
    for hour in range(6, 22, 2):
        await asyncio.sleep(0)
        yield f"{hour}:00"


def bells(count: int):
    for number in range(count):
        yield number


async def board(port: str) -> list[str]:
    lines = []
    for line in departures(port):  # forgotten: async-generator
        lines.append(line)
    async for line in departures(port):  # fine
        lines.append(line)
    for bell in bells(4):  # fine
        lines.append(str(bell))
    whole = list(departures(port))  # forgotten: async-generator
    short = [line for line in departures(port)]  # forgotten: async-generator
    right = [line async for line in departures(port)]  # fine
    first = await departures(port)  # forgotten: async-generator
    one = await anext(departures(port))  # fine
    async with aclosing(departures(port)) as stream:  # fine
        async for line in stream:
            lines.append(line)
    kept = departures(port)  # fine
    async for line in kept:
        lines.append(line)
    joined = ", ".join(departures(port))  # forgotten: async-generator
    print(whole, short, right, first, one, joined)
    departures(port)  # forgotten: statement
    return lines


def page(port: str) -> StreamingResponse:
    return StreamingResponse(departures(port), media_type="text/plain")  # fine


async def numbered(port: str) -> None:
    for number, line in enumerate(departures(port)):  # forgotten: async-generator
        print(number, line)
