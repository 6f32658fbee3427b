import asyncio
from dataclasses import dataclass


@dataclass
class Loan:
    id: int
    title: str


async def load_loan(number: int) -> Loan:
    await asyncio.sleep(0)
    return Loan(number, "Emma")


async def show(number: int) -> str:
    loan = load_loan(number)  # forgotten: value
    return loan.title


async def ignore(number: int) -> None:
    loan = load_loan(number)  # forgotten: unused
    print("loaded")


async def discard(number: int) -> None:
    _ = load_loan(number)  # forgotten: discarded
    _ = await load_loan(number)  # fine


async def later(number: int) -> Loan:
    pending = load_loan(number)  # fine
    print("in the meantime")
    return await pending


async def later_in_branch(number: int, wanted: bool) -> Loan | None:
    pending = load_loan(number)  # fine
    if wanted:
        return await pending
    pending.close()
    return None


async def as_task(number: int) -> Loan:
    task = asyncio.create_task(load_loan(number))  # fine
    return await task


async def overwritten(number: int) -> Loan:
    loan = load_loan(number)  # forgotten: unused
    loan = await load_loan(number + 1)  # fine
    return loan


async def compare(number: int) -> bool:
    first = load_loan(number)  # forgotten: value
    second = await load_loan(number)  # fine
    return first == second


async def walrus(number: int) -> str:
    if loan := load_loan(number):  # forgotten: condition
        return loan.title
    if found := await load_loan(number):  # fine
        return found.title
    return ""


async def two_at_once() -> tuple[str, str]:
    one, two = load_loan(1), load_loan(2)  # forgotten: value
    first, second = await one, await load_loan(2)
    return first.title, second.title + two.title


async def replaced(number: int) -> str:
    loan = load_loan(number)  # fine
    loan = await loan
    return loan.title
