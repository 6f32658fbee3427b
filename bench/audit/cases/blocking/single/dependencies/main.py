import time
from typing import Annotated

import requests
from fastapi import Depends, FastAPI

app = FastAPI()
TIDES = "https://tides.example"


async def current_tide():
    return requests.get(TIDES)  # blocks


def in_thread():
    return requests.get(TIDES)  # fine


class Guard:
    async def __call__(self):
        time.sleep(1)  # blocks
        return True


async def opened():
    time.sleep(2)  # blocks
    yield "open"
    time.sleep(3)  # blocks


def made_by(seconds):
    async def wait():
        time.sleep(seconds)  # blocks

    return wait


Tide = Annotated[str, Depends(current_tide)]


@app.get("/ports")
async def ports(tide: Tide, safe=Depends(in_thread), guard=Depends(Guard()), door=Depends(opened)):
    return tide  # fine


@app.get("/berths", dependencies=[Depends(made_by(3))])
def berths():
    return requests.get(TIDES)  # fine
