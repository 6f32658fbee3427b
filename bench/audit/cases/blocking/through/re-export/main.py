from fastapi import FastAPI

from library import lend

app = FastAPI()


@app.get("/lend")
async def lend_book():
    return lend("Emma")
