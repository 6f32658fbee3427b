#: list_trips => current_user, get_session
#: current_user -> Session.user
from fastapi import Depends, FastAPI

app = FastAPI()


class Session:
    def user(self):
        return "Ada"


def get_session():
    return Session()


def current_user(session: Session = Depends(get_session)):
    return session.user()


@app.get("/trips")
def list_trips(user: str = Depends(current_user)):
    return user
