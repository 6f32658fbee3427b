#: <module> -> Auth.__init__
#: list_trips => Auth.user
#: Auth.user -> Auth.decode
from fastapi import Depends, FastAPI

app = FastAPI()


class Auth:
    def __init__(self, key):
        self.key = key

    def decode(self):
        return self.key

    def user(self):
        return self.decode()


auth = Auth("k")


@app.get("/trips")
def list_trips(user: str = Depends(auth.user)):
    return user
