from fastapi import FastAPI

from channels import Channel, Mail, Pager

app = FastAPI()


async def remind(channel: Channel):
    channel.send("tomorrow")


@app.get("/remind")
async def remind_all():
    await remind(Mail())
    await remind(Pager())
