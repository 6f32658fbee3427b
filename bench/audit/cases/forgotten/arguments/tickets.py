import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime


async def fetch_price(route: str) -> float:
    await asyncio.sleep(0)
    return 12.5


async def departure(route: str) -> str:
    return "2026-05-01T10:00"


def with_tax(price: float) -> float:
    return price * 1.2


def remember(price) -> None:
    prices = []
    prices.append(price)


async def settle(price) -> float:
    return await price


async def settle_later(price) -> float:
    return await settle(price)


async def total(route: str) -> float:
    taxed = with_tax(fetch_price(route))  # forgotten: argument
    right = with_tax(await fetch_price(route))  # fine
    settled = await settle(fetch_price(route))  # fine
    deep = await settle_later(fetch_price(route))  # fine
    remember(fetch_price(route))  # forgotten: argument
    rounded = round(fetch_price(route))  # forgotten: argument
    biggest = max(1.0, fetch_price(route))  # forgotten: argument
    text = json.dumps({"price": fetch_price(route)})  # forgotten: collection
    when = datetime.fromisoformat(departure(route))  # forgotten: argument
    given = with_tax(price=fetch_price(route))  # forgotten: argument
    print(text, when, given, biggest, rounded, settled, deep)
    return taxed + right


def run_all(routes: list[str]) -> None:
    asyncio.run(fetch_price(routes[0]))  # fine
    loop = asyncio.new_event_loop()
    loop.run_until_complete(fetch_price(routes[1]))  # fine
    with ThreadPoolExecutor() as pool:
        pool.submit(asyncio.run, fetch_price(routes[2])).result()  # fine
    future = asyncio.run_coroutine_threadsafe(fetch_price(routes[3]), loop)  # fine
    print(future.result())
