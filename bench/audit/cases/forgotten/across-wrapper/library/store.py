class Member:
    def __init__(self, name: str) -> None:
        self.name = name


async def load_member(number: int) -> Member:
    return Member(str(number))
