import asyncio
import time

import requests
from fastapi import FastAPI

app = FastAPI()
TIDES = "https://tides.example"


@app.get("/nested")
async def nested():
    def in_thread():
        time.sleep(1)  # fine

    def in_place():
        time.sleep(2)  # blocks

    await asyncio.to_thread(in_thread)  # fine
    in_place()
    answers = [requests.get(TIDES) for _ in range(2)]  # blocks
    ready = (lambda: requests.head(TIDES))()  # blocks
    later = lambda: requests.put(TIDES)  # fine
    return answers, ready, later


@app.websocket("/radio")
async def radio(socket):
    await socket.accept()  # fine
    time.sleep(1)  # blocks


@app.middleware("http")
async def stamp(request, call_next):
    requests.post(TIDES)  # blocks
    return await call_next(request)  # fine


@app.on_event("startup")
async def warm_up():
    return None  # fine
