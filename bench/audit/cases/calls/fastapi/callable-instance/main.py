#: <module> -> RoleCheck.__init__
#: list_trips => RoleCheck.__call__
#: RoleCheck.__call__ -> RoleCheck.allowed
from fastapi import Depends, FastAPI

app = FastAPI()


class RoleCheck:
    def __init__(self, role: str):
        self.role = role

    def allowed(self):
        return self.role == "crew"

    def __call__(self):
        return self.allowed()


crew_only = RoleCheck("crew")


@app.get("/trips")
def list_trips(ok: bool = Depends(crew_only)):
    return ok
