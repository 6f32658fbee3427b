import os
import shutil
import tempfile
from pathlib import Path

import aiofiles
import anyio
from fastapi import FastAPI

app = FastAPI()
ROOT = Path("manifests")


@app.get("/manifest")
async def manifest(name: str):
    with open(name) as text:  # blocks
        first = text.read()  # blocks
    path = ROOT / name  # fine
    second = path.read_text()  # blocks
    path.write_bytes(b"")  # blocks
    third = Path(name).open()  # blocks
    if path.exists():  # blocks
        os.remove(name)  # blocks
    listing = os.listdir("manifests")  # blocks
    size = os.path.getsize(name)  # blocks
    shutil.copyfile(name, "copy")  # blocks
    spare = tempfile.NamedTemporaryFile()  # blocks
    label = path.name + path.suffix  # fine
    joined = os.path.join("manifests", name)  # fine
    parent = path.with_suffix(".txt").parent  # fine
    home = os.environ.get("HOME")  # fine
    async with aiofiles.open(name) as text:  # fine
        fourth = await text.read()  # fine
    fifth = await anyio.Path(name).read_text()  # fine
    path.mkdir(exist_ok=True)  # blocks
    found = list(ROOT.glob("*.csv"))  # blocks
    return first, second, third, listing, size, spare, label, joined, parent, home, fourth, fifth, found
