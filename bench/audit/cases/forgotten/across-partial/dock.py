import asyncio

import cranes
from cranes import hoist, lift_high


async def unload() -> None:
    lift_high(3)  # forgotten: statement
    await lift_high(3)  # fine
    if hoist(2):  # forgotten: condition
        print("lifted")
    action = cranes.lift
    action(4)  # forgotten: statement
    await action(4)  # fine
    await asyncio.gather(*(cranes.lift(weight) for weight in (1, 2)))  # fine
