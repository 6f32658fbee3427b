import asyncio
import ftplib
import smtplib
import socket

from fastapi import FastAPI

app = FastAPI()


@app.post("/radio")
async def radio(text: str):
    line = socket.create_connection(("coastguard.example", 700))  # blocks
    line.sendall(text.encode())  # blocks
    heard = line.recv(100)  # blocks
    place = socket.gethostbyname("coastguard.example")  # blocks
    post = smtplib.SMTP("mail.example")  # blocks
    post.sendmail("a@example", ["b@example"], text)  # blocks
    store = ftplib.FTP("files.example")  # blocks
    reader, writer = await asyncio.open_connection("coastguard.example", 700)  # fine
    writer.write(text.encode())  # fine
    await writer.drain()  # fine
    where = await asyncio.get_running_loop().getaddrinfo("coastguard.example", 700)  # fine
    name = socket.AF_INET  # fine
    return heard, place, store, reader, where, name
