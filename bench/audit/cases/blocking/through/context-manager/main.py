from fastapi import FastAPI

from doors import Gate, opened

app = FastAPI()


@app.get("/door")
async def door():
    with opened("shed"):
        pass
    with Gate():
        return "through"
