import asyncio


class Source:
    def read(self):
        print("sync read")
        return 1


class AsyncSource(Source):
    async def read(self):
        print("async read")
        return 2


class Reader:
    def __init__(self, source):
        self.source = source

    async def read(self):
        value = self.source.read()
        if asyncio.iscoroutine(value):
            value = await value
        return value


def total(sources):
    return sum(source.read() for source in sources)


async def main():
    print(await Reader(Source()).read(), await Reader(AsyncSource()).read())
    print(total([Source(), Source()]))
    results = await asyncio.gather(*[Reader(Source()).read() for _ in range(2)])
    print(results, [await Reader(Source()).read() async for _ in numbers()])


async def numbers():
    for n in range(2):
        yield count(n)


def count(n):
    print("count", n)
    return n


asyncio.run(main())
