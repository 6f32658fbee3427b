import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import NamedTuple


async def dock(name: str) -> str:
    return name


async def undock(name: str) -> bool:
    return True


def make_docker(name: str):
    async def later() -> str:
        return await dock(name)

    return later


def make_lambda(name: str):
    return lambda: dock(name)


@dataclass
class Job:
    name: str
    work: object = None


class Ticket(NamedTuple):
    name: str
    price: object


async def run() -> None:
    later = make_docker("Gedser")
    later()  # forgotten: statement
    await later()  # fine
    quick = make_lambda("Rostock")
    quick()  # forgotten: statement
    await quick()  # fine
    make_docker("Puttgarden")()  # forgotten: statement
    await make_docker("Puttgarden")()  # fine


async def containers(names: list[str]) -> None:
    queue = deque()
    for name in names:
        queue.append(dock(name))  # fine
    while queue:
        await queue.popleft()
    groups = defaultdict(list)
    for name in names:
        groups[name[0]].append(dock(name))  # fine
    for group in groups.values():
        await asyncio.gather(*group)
    lost = defaultdict(list)
    for name in names:
        lost[name[0]].append(dock(name))  # forgotten: collection
    for letter, jobs in lost.items():
        print(letter, len(jobs))
    jobs = {}
    for name in names:
        jobs[name] = dock(name)  # fine
    for name, job in jobs.items():
        print(name, await job)
    tasks = set()
    for name in names:
        task = asyncio.create_task(dock(name))  # fine
        tasks.add(task)
        task.add_done_callback(tasks.discard)


async def objects(name: str) -> str:
    job = Job(name, dock(name))  # fine
    await job.work
    ticket = Ticket(name, price=dock(name))  # forgotten: argument
    return ticket.name


async def branches(name: str, fast: bool) -> str:
    if fast:
        work = dock(name)  # fine
    else:
        work = dock(name + "!")  # fine
    if not fast:
        print("slow")
    return await work


async def half(name: str, fast: bool) -> str:
    work = dock(name)  # forgotten: value
    if fast:
        work = await dock(name)  # fine
    return work + "!"


async def loops(names: list[str]) -> None:
    job = None
    for name in names:
        if job:
            await job
        job = dock(name)  # fine
    if job is not None:
        await job


async def tries(name: str) -> str | None:
    try:
        job = dock(name)  # fine
        return await asyncio.wait_for(job, 1)
    except TimeoutError:
        return None


async def ternary(name: str, fast: bool) -> str:
    text = await dock(name) if fast else dock(name)  # forgotten: value
    return text.upper()


async def ternary_right(name: str, fast: bool) -> str:
    return await (dock(name) if fast else dock(name + "!"))  # fine


async def lambdas(names: list[str]) -> list:
    make = lambda name: dock(name)
    await make("a")  # fine
    first = make("b")  # forgotten: unused
    both = [make(name) for name in names]  # fine
    return await asyncio.gather(*both)


async def starred(names: list[str]) -> None:
    await asyncio.gather(*(dock(name) for name in names))  # fine
    await asyncio.gather(*map(dock, names))  # fine
    for job in map(dock, names):  # fine
        await job
    for job in map(dock, names):  # forgotten: callback
        print(job)
    results = [undock(name) for name in names if await undock(name)]  # forgotten: collection
    print(all(results))


async def deletes(name: str) -> None:
    job = dock(name)  # fine
    job.close()
    del job


def sync_caller(name: str) -> str:
    return dock(name).upper()  # forgotten: chain


def sync_bare(name: str) -> None:
    dock(name)  # forgotten: statement


async def nested(name: str) -> str:
    def inner() -> str:
        return dock(name)  # fine

    return await inner()  # fine


async def nested_lost(name: str) -> str:
    def inner():
        return dock(name)  # fine

    return inner() + "!"  # forgotten: operator


async def matcher(name: str) -> str:
    match dock(name):  # forgotten: value
        case "Gedser":
            return "G"
    match await dock(name):  # fine
        case "Gedser":
            return "G"
    return ""


async def raising(name: str) -> None:
    raise ValueError(dock(name))  # forgotten: argument


async def subscripts(names: dict) -> str:
    return names[dock("a")]  # forgotten: value


async def slices(name: str) -> str:
    return dock(name)[1:]  # forgotten: chain


async def defaults(name: str, text=None) -> str:
    text = text or await dock(name)  # fine
    text = text or dock(name)  # forgotten: value
    return text.lower()


async def chained(name: str) -> bool:
    return await undock(name) and undock(name)  # forgotten: two-awaits


async def any_of(names: list[str]) -> bool:
    return any([await undock(name) for name in names])  # fine


async def any_wrong(names: list[str]) -> bool:
    return any([undock(name) for name in names])  # forgotten: collection


async def filter_wrong(names: list[str]) -> list[str]:
    return [name for name in names if not undock(name)]  # forgotten: not


async def sort_wrong(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: (undock(name), name))  # forgotten: callback


async def joined(names: list[str]) -> str:
    return ", ".join(dock(name) for name in names)  # forgotten: collection


async def joined_right(names: list[str]) -> str:
    return ", ".join([await dock(name) for name in names])  # fine


async def dictionary(names: list[str]) -> dict:
    return {name: dock(name) for name in names}  # forgotten: collection


async def dictionary_right(names: list[str]) -> dict:
    return {name: await dock(name) for name in names}  # fine


async def unpacked(name: str) -> str:
    first, *rest = dock(name)  # forgotten: iterated
    return first


async def printed(name: str) -> None:
    message = "docked %s" % (await dock(name),)  # fine
    other = "docked {name}".format(name=dock(name))  # forgotten: format
    print(message, other, sep=" ")
    print("docked", dock(name), file=None)  # forgotten: format
