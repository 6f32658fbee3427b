from events import every, every_async


async def look_out() -> None: ...


def strike() -> None: ...


async def keep_watch() -> None:
    every(3, look_out)  # forgotten: callback
    every(3, strike)  # fine
    await every_async(3, look_out)  # fine
    every(2, lambda: look_out())  # forgotten: callback
