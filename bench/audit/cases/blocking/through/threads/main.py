import asyncio

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from work import archive, compress, count

app = FastAPI()


@app.get("/archive")
async def make_archive():
    await run_in_threadpool(archive)
    await asyncio.to_thread(compress, "crew")
    return count("crew")
