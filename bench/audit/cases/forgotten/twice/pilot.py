import asyncio


async def call_pilot(port: str) -> str:
    return "on board"


async def request_pilot(port: str):
    return call_pilot(port)  # forgotten: two-awaits


async def request_tug(port: str):
    return call_pilot(port)  # fine


async def request_both(port: str) -> str:
    return await call_pilot(port)  # fine


async def enter(port: str) -> None:
    pilot = await request_pilot(port)
    print(pilot)
    tug = await (await request_tug(port))  # fine
    print(tug)
    again = await request_tug(port)  # forgotten: two-awaits
    print(again.upper())
    both = await request_both(port)  # fine
    print(both.upper())


async def leave(port: str):
    return asyncio.create_task(call_pilot(port))  # fine


async def guarded(port: str):
    try:
        return call_pilot(port)  # forgotten: two-awaits
    except OSError:
        return None


async def call_guarded(port: str) -> None:
    answer = await guarded(port)
    print(answer)
