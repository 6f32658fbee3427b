from fastapi import FastAPI

import events
import mailer

app = FastAPI()
events.on("booked", mailer.send_mail)
events.on("booked", mailer.print_slip)


@app.get("/book")
async def book():
    events.fire("booked")
