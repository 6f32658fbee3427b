#: <module> -> limited
#: list_trips => limited.check
#: limited.check -> count
from fastapi import Depends, FastAPI

app = FastAPI()


def count():
    return 3


def limited(most):
    def check():
        return count() < most

    return check


@app.get("/trips")
def list_trips(ok: bool = Depends(limited(5))):
    return ok
