import asyncio


async def send_ticket(passenger: str) -> None:
    await asyncio.sleep(0.1)
    print("ticket for", passenger)


async def book(passenger: str) -> None:
    send_ticket(passenger)  # forgotten: statement
    await send_ticket(passenger)  # fine
    asyncio.sleep(1)  # forgotten: statement
    await asyncio.sleep(1)  # fine


async def book_all(passengers: list[str]) -> None:
    for passenger in passengers:
        if passenger:
            send_ticket(passenger)  # forgotten: statement
        else:
            print("nobody")  # fine
    try:
        await send_ticket("Ada")  # fine
    finally:
        send_ticket("Grace")  # forgotten: statement


def print_ticket(passenger: str) -> None:
    print(passenger)


async def reprint(passenger: str) -> None:
    print_ticket(passenger)  # fine
    passenger == "Ada" and send_ticket(passenger)  # forgotten: statement
