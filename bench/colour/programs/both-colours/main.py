import asyncio


def load(x):
    print("load", x)
    return x


async def aload(x):
    print("aload", x)
    return x


def pick(is_async):
    return aload if is_async else load


def run_any(function, x):
    result = function(x)
    if asyncio.iscoroutine(result):
        return asyncio.run(result)
    return result


def run():
    print(run_any(load, 1), run_any(aload, 2), run_any(pick(False), 3))


run()
