import asyncio


def done(task):
    print("done", note(task.result()))


def note(x):
    print("note", x)
    return x


def later():
    note("later")


async def work():
    loop = asyncio.get_running_loop()
    loop.call_soon(later)
    task = asyncio.create_task(value())
    task.add_done_callback(done)
    await task
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    print(await asyncio.to_thread(note, "thread"))
    print(await loop.run_in_executor(None, note, "executor"))


async def value():
    return note("value")


asyncio.run(work())
