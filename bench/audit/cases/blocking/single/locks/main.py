import asyncio
import queue
import threading

from fastapi import FastAPI

app = FastAPI()
gate = threading.Lock()
soft = asyncio.Lock()
ready = threading.Event()
jobs = queue.Queue()
gentle = asyncio.Queue()
calm = asyncio.Event()


@app.get("/gate")
async def pass_gate():
    gate.acquire()  # blocks
    gate.release()  # fine
    ready.wait()  # blocks
    ready.set()  # fine
    job = jobs.get()  # blocks
    quick = jobs.get_nowait()  # fine
    async with soft:  # fine
        pass
    await calm.wait()  # fine
    later = await gentle.get()  # fine
    worker = threading.Thread(target=ready.set)  # fine
    worker.join()  # blocks
    return job, quick, later, ",".join(["a"])  # fine
