from .radio import broadcast
from .radio import broadcast as shout


async def open_office() -> None:
    broadcast("open")  # forgotten: statement
    if shout("open"):  # forgotten: condition
        print("heard")
    await broadcast("open")  # fine
