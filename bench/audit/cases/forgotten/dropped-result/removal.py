import asyncio


async def revalidate(name: str) -> str:
    return name


async def remove(name: str) -> list[dict]:
    impact = []
    impact.append({"name": name, "status": revalidate(name)})  # forgotten: collection
    impact.append({"name": name, "status": await revalidate(name)})  # fine
    return impact


async def start(names: list[str]) -> list:
    return [revalidate(name) for name in names]  # fine


async def remove_all(names: list[str]) -> list[dict]:
    for name in names:
        await remove(name)  # fine
    impact = await remove("all")
    await asyncio.gather(*await start(names))
    return impact


async def lines(name: str):
    yield name


async def respond(name: str) -> tuple:
    return lines(name), 200  # fine


async def answer(name: str) -> tuple:
    return revalidate(name), 200  # forgotten: collection


async def call(name: str) -> None:
    print(await answer(name), await respond(name))
