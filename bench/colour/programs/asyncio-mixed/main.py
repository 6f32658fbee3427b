import asyncio


def load(x):
    print("load", x)
    return x


def sync_helper(x):
    return load(x)


async def one(x):
    await asyncio.sleep(0)
    return sync_helper(x)


async def many():
    results = [await one(1), await one(2)]
    results.append(sync_helper(3))
    results += [x async for x in stream()]
    results += await asyncio.gather(one(5))
    async with Guard() as guard:
        results.append(guard.check())
    return results


async def stream():
    yield load(4)


class Guard:
    async def __aenter__(self):
        load("enter")
        return self

    async def __aexit__(self, *problem):
        load("exit")

    def check(self):
        return load("check")


def run():
    print(asyncio.run(many()))


run()
