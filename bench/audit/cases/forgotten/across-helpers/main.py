import asyncio

from harbour import office, radio


async def day() -> None:
    office.open_office()  # forgotten: statement
    await office.open_office()  # fine
    heard = radio.broadcast("closing")  # forgotten: unused


asyncio.run(day())  # fine
