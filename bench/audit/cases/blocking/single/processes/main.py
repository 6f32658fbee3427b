import asyncio
import os
import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.get("/print")
async def print_ticket():
    subprocess.run(["lpr", "ticket.ps"])  # blocks
    subprocess.check_output(["lpstat"])  # blocks
    subprocess.call(["true"])  # blocks
    os.system("lpq")  # blocks
    started = subprocess.Popen(["lpr"])  # blocks
    started.wait()  # blocks
    started.communicate()  # blocks
    with os.popen("lpq") as queue:  # blocks
        queue.read()  # blocks
    child = await asyncio.create_subprocess_exec("lpr", "x")  # fine
    await child.wait()  # fine
    await child.communicate()  # fine
    code = started.returncode  # fine
    return os.getpid(), code  # fine
