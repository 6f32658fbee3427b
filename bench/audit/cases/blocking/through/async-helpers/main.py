from fastapi import FastAPI

import stores

app = FastAPI()


@app.get("/rows")
async def rows():
    return [row async for row in stores.rows()]
