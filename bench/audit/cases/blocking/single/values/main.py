import functools
import time

import requests
from fastapi import FastAPI

app = FastAPI()
TIDES = "https://tides.example"
METHODS = {"get": requests.get, "post": requests.post}
ask = requests.get
patient = functools.partial(requests.get, timeout=60)


def call(function, *args):
    return function(*args)  # blocks


@app.get("/values")
async def values(method: str):
    first = ask(TIDES)  # blocks
    second = METHODS[method](TIDES)  # blocks
    third = patient(TIDES)  # blocks
    fourth = call(requests.delete, TIDES)  # fine
    step = requests.patch if method else requests.put  # fine
    fifth = step(TIDES)  # blocks
    sixth = getattr(requests, "options")(TIDES)  # blocks
    rest = list(map(time.sleep, [1, 2]))  # blocks
    return first, second, third, fourth, fifth, sixth, rest
