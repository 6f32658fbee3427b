from fastapi import FastAPI

import cold
import warm

app = FastAPI()


@app.get("/warm")
async def warm_tide():
    return warm.load()


@app.get("/cold")
def cold_tide():
    return cold.load()
