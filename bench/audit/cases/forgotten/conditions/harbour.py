class Berth:
    def __init__(self, number: int) -> None:
        self.number = number
        self.taken = False

    async def is_free(self) -> bool:
        return not self.taken

    def is_deep(self) -> bool:
        return self.number > 3


async def moor(berth: Berth, other: Berth) -> str:
    if berth.is_free():  # forgotten: condition
        return "moored"
    if await berth.is_free():  # fine
        return "moored"
    if berth.is_deep():  # fine
        return "deep"
    elif other.is_free():  # forgotten: condition
        return "moored elsewhere"
    while other.is_free():  # forgotten: condition
        berth = other
    while not await other.is_free():  # fine
        berth = other
    assert berth.is_free(), "taken"  # forgotten: condition
    assert await berth.is_free()  # fine
    if not berth.is_free():  # forgotten: not
        return "wait"
    if not berth.is_deep():  # fine
        return "shallow"
    return "free" if berth.is_free() else "taken"  # forgotten: condition


async def choose(berths: list[Berth], spare: Berth) -> list[int]:
    free = [berth.number for berth in berths if berth.is_free()]  # forgotten: condition
    really = [berth.number for berth in berths if await berth.is_free()]  # fine
    anything = spare.is_free() or free  # forgotten: boolean
    both = spare.is_deep() and spare.is_free()  # forgotten: value
    print(anything, both)
    if free and spare.is_free():  # forgotten: condition
        return really
    found = await spare.is_free() or bool(free)  # fine
    return really if found else free  # fine
