import asyncio
import contextlib


def fetch(page):
    print("fetch", page)
    return [page, page + 1]


async def pages(limit):
    for page in range(limit):
        for item in fetch(page):
            yield item


@contextlib.asynccontextmanager
async def opened(name):
    handle = connect(name)
    try:
        yield handle
    finally:
        disconnect(handle)


def connect(name):
    print("connect", name)
    return name


def disconnect(handle):
    print("disconnect", handle)


class Client:
    async def __aenter__(self):
        self.handle = connect("client")
        return self

    async def __aexit__(self, *problem):
        disconnect(self.handle)

    def sync_get(self, page):
        return fetch(page)

    async def get(self, page):
        return self.sync_get(page)

    def __aiter__(self):
        return pages(1)


async def main():
    async with opened("a") as a, Client() as client:
        print(a, await client.get(5), [item async for item in client])
    print([item async for item in pages(2) if fetch(item)])
    async with asyncio.timeout(5):
        print([await asyncio.create_task(client.get(n)) for n in range(2)])
    async with asyncio.TaskGroup() as group:
        task = group.create_task(client.get(9))
    print(task.result())


asyncio.run(main())
