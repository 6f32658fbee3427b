from fastapi import APIRouter

from storage import remote

router = APIRouter()


@router.get("/")
async def shelves():
    return remote.shared().load()
