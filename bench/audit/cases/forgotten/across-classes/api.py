from fastapi import Depends, FastAPI

from service import Catalogue

app = FastAPI()


def get_catalogue() -> Catalogue:
    return Catalogue()


@app.get("/titles")
async def titles(catalogue: Catalogue = Depends(get_catalogue)) -> list[str]:
    return await catalogue.titles()  # fine


@app.get("/titles/wrong")
async def titles_wrong(catalogue: Catalogue = Depends(get_catalogue)) -> list[str]:
    return catalogue.titles()  # forgotten: two-awaits


@app.get("/titles/count")
async def count(catalogue: Catalogue = Depends(get_catalogue)) -> int:
    return len(catalogue.titles())  # forgotten: argument
