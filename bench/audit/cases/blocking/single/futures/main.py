import asyncio
from concurrent.futures import ThreadPoolExecutor, wait

from fastapi import FastAPI

app = FastAPI()
pool = ThreadPoolExecutor()


def weigh(load):
    return load


@app.get("/weigh")
async def weigh_all():
    first = pool.submit(weigh, 3)  # fine
    total = first.result()  # blocks
    wait([first])  # blocks
    task = asyncio.create_task(asyncio.sleep(0))  # fine
    await task  # fine
    done = task.result()  # fine
    other = await asyncio.wrap_future(pool.submit(weigh, 4))  # fine
    more = await asyncio.get_running_loop().run_in_executor(pool, weigh, 5)  # fine
    return total, done, other, more
