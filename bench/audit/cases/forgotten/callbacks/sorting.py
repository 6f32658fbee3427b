import asyncio
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial


async def distance(port: str) -> float:
    return float(len(port))


async def is_open(port: str) -> bool:
    return True


async def expand(match) -> str:
    return match.group(0).upper()


def length(port: str) -> int:
    return len(port)


def apply_each(ports, action) -> None:
    for port in ports:
        action(port)


async def apply_each_async(ports, action) -> None:
    for port in ports:
        await action(port)


async def plan(ports: list[str], text: str) -> None:
    near = sorted(ports, key=distance)  # forgotten: callback
    short = sorted(ports, key=length)  # fine
    ports.sort(key=lambda port: distance(port))  # forgotten: callback
    ports.sort(key=lambda port: length(port))  # fine
    nearest = min(ports, key=distance)  # forgotten: callback
    opened = list(filter(is_open, ports))  # forgotten: callback
    distances = list(map(distance, ports))  # forgotten: callback
    lengths = list(map(length, ports))  # fine
    right = await asyncio.gather(*map(distance, ports))  # fine
    shouted = re.sub(r"[a-z]+", expand, text)  # forgotten: callback
    with ThreadPoolExecutor() as pool:
        pool.submit(distance, "Gedser")  # forgotten: callback
        pool.submit(length, "Gedser")  # fine
        list(pool.map(distance, ports))  # forgotten: callback
    threading.Thread(target=distance, args=("Gedser",)).start()  # forgotten: callback
    threading.Thread(target=length, args=("Gedser",)).start()  # fine
    loop = asyncio.get_running_loop()
    loop.call_soon(partial(distance, "Gedser"))  # forgotten: callback
    await loop.run_in_executor(None, distance, "Gedser")  # forgotten: callback
    await asyncio.to_thread(length, "Gedser")  # fine
    await asyncio.to_thread(distance, "Gedser")  # forgotten: callback
    apply_each(ports, length)  # fine
    apply_each(ports, distance)  # forgotten: callback
    await apply_each_async(ports, distance)  # fine
    print(near, short, nearest, opened, distances, lengths, right, shouted)
