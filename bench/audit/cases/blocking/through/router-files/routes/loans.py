from fastapi import APIRouter

from storage.disk import Disk

router = APIRouter()
disk = Disk("loans")


@router.get("/loans")
async def loans():
    return disk.load()
