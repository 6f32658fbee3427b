import httpx


class Book:
    def __init__(self, title: str, copies: int) -> None:
        self.title = title
        self.copies = copies

    async def lend(self) -> str:
        return self.title

    def spine(self) -> str:
        return self.title[:10]


async def find(title: str) -> Book:
    return Book(title, 3)


async def shelves() -> dict[str, list[Book]]:
    return {"a": [await find("Emma")]}


async def browse(title: str) -> None:
    print((await find(title)).title)  # fine
    copies = await find(title).copies  # forgotten: chain
    emma = await shelves()["a"]  # forgotten: chain
    right = (await shelves())["a"]  # fine
    spine = find(title).spine()  # forgotten: chain
    good = (await find(title)).spine()  # fine
    lent = await (await find(title)).lend()  # fine
    lost = (await find(title)).lend()  # forgotten: unused
    both = await find(title).lend()  # forgotten: chain
    first = shelves()["a"][0]  # forgotten: chain
    print(copies, emma, right, spine, good, lent, both, first)


async def remote(title: str) -> dict:
    async with httpx.AsyncClient() as client:  # fine
        answer = (await client.get("/books", params={"title": title})).json()  # fine
        wrong = await client.get("/books").json()  # forgotten: chain
        status = client.get("/books").status_code  # forgotten: chain
        response = client.post("/books", json=answer)  # forgotten: value
        response.raise_for_status()
        done = await client.delete("/books")  # fine
        done.raise_for_status()
    return {"wrong": wrong, "status": status}
