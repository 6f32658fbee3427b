import asyncio


class Ship:
    def __init__(self, name: str) -> None:
        self.name = name

    async def position(self) -> tuple[float, float]:
        return (54.1, 12.1)

    def flag(self) -> str:
        return "DK"


async def report(ships: list[Ship]) -> dict:
    first, second = ships[0], ships[1]
    pair = [first.position(), second.position()]  # forgotten: collection
    print(len(pair))
    return {
        "flag": first.flag(),  # fine
        "first": await first.position(),  # fine
        "second": second.position(),  # forgotten: collection
    }


async def positions(ships: list[Ship]) -> list:
    return await asyncio.gather(*[ship.position() for ship in ships])  # fine


async def positions_by_hand(ships: list[Ship]) -> list:
    pending = []
    for ship in ships:
        pending.append(ship.position())  # fine
    return list(await asyncio.gather(*pending))


async def positions_named(ships: list[Ship]) -> dict:
    jobs = {ship.name: ship.position() for ship in ships}  # fine
    found = await asyncio.gather(*jobs.values())
    return dict(zip(jobs, found))


async def one_by_one(ships: list[Ship]) -> list:
    pending = [ship.position() for ship in ships]  # fine
    found = []
    for job in pending:
        found.append(await job)
    return found


async def never(ships: list[Ship]) -> int:
    pending = [ship.position() for ship in ships]  # forgotten: collection
    return len(pending)


async def lost_in_loop(ships: list[Ship]) -> list:
    found = []
    for ship in ships:
        found.append(ship.position())  # forgotten: collection
    for spot in found:
        print(spot[0])
    return []


async def in_tuple(ship: Ship) -> None:
    spot = (ship.name, ship.position())  # forgotten: collection
    print("at", len(spot))


async def in_set(ship: Ship) -> bool:
    seen = {ship.position()}  # forgotten: collection
    return len(seen) == 1


async def southern(ships: list[Ship]) -> bool:
    flags = any(ship.flag() == "DK" for ship in ships)  # fine
    return flags and any(ship.position() for ship in ships)  # forgotten: collection


async def completed(ships: list[Ship]) -> None:
    for job in asyncio.as_completed([ship.position() for ship in ships]):  # fine
        print(await job)
