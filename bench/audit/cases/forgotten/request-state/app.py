from fastapi import Depends, FastAPI, Request

app = FastAPI()


async def load_reader(token: str) -> str:
    return token


async def load_shelf(token: str) -> str:
    return token


async def authenticate(request: Request) -> None:
    request.state.reader = load_reader(request.headers["token"])  # forgotten: value
    request.state.shelf = load_shelf(request.headers["token"])  # fine


async def checked(request: Request) -> None:
    request.state.checked_reader = await load_reader(request.headers["token"])  # fine


@app.get("/loans", dependencies=[Depends(authenticate), Depends(checked)])
async def loans(request: Request) -> dict[str, str]:
    if request.state.reader == "guest":
        return {}
    shelf = await request.state.shelf
    return {"reader": request.state.reader, "shelf": shelf, "checked": request.state.checked_reader}
