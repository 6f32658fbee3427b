from functools import partial


async def lift(weight: int, height: int = 1) -> bool:
    return True


lift_high = partial(lift, height=9)
hoist = lift
