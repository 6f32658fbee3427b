#: list_trips => get_session
#: list_trips -> Session.all
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


class Session:
    def all(self):
        return []


class Report:
    def all(self):
        return None


def get_session():
    yield Session()


SessionDep = Annotated[Session, Depends(get_session)]


@app.get("/trips")
def list_trips(session: SessionDep):
    return session.all()
