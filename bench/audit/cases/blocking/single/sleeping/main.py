import asyncio
import time
from time import sleep as pause

import anyio
from fastapi import FastAPI

app = FastAPI()


class Clock:
    def sleep(self, seconds):
        return seconds


@app.get("/wait")
async def wait_for_tide():
    time.sleep(2)  # blocks
    pause(1)  # blocks
    await asyncio.sleep(1)  # fine
    await anyio.sleep(1)  # fine
    Clock().sleep(1)  # fine
    begun = time.monotonic()  # fine
    return time.time() - begun  # fine


async def nap():
    time.sleep(0.5)  # blocks


@app.get("/thread")
async def in_thread():
    await asyncio.to_thread(time.sleep, 1)  # fine
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 1)  # fine
    await anyio.to_thread.run_sync(time.sleep, 1)  # fine
    await nap()  # fine
    return "slept"


def sync_only():
    time.sleep(3)  # fine


@app.get("/threaded")
def threaded():
    time.sleep(1)  # fine
    return "a thread waits"
