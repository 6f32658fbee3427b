from library import find_member
from library.service import find_again


async def greet(number: int) -> str:
    member = await find_member(number)  # fine
    again = await find_again(number)  # fine
    return member.name + again.name


async def greet_wrong(number: int) -> str:
    return "Hello " + find_member(number).name  # forgotten: chain


def greet_sync(number: int) -> str:
    member = find_again(number)  # forgotten: value
    return member.name
