#: list_trips => check_token, check_app
#: check_token -> verify
from fastapi import APIRouter, Depends, FastAPI


def verify():
    return True


def check_token():
    return verify()


def check_app():
    return True


app = FastAPI(dependencies=[Depends(check_app)])
router = APIRouter(prefix="/trips", dependencies=[Depends(check_token)])


@router.get("/")
def list_trips():
    return []


app.include_router(router)
