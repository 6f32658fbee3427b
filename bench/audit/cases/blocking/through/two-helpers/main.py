from fastapi import FastAPI

from services import load_tide

app = FastAPI()


@app.get("/tide")
async def tide():
    return load_tide("Voe")
