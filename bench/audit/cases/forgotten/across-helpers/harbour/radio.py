import asyncio


async def broadcast(text: str) -> bool:
    await asyncio.sleep(0)
    return bool(text)
