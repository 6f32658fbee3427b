import sqlite3

import aiosqlite
import psycopg2
from fastapi import FastAPI

app = FastAPI()


@app.get("/loans")
async def loans():
    base = sqlite3.connect("library.db")  # blocks
    rows = base.execute("select 1").fetchall()  # blocks
    base.commit()  # blocks
    cursor = base.cursor()  # fine
    cursor.execute("select 2")  # blocks
    server = psycopg2.connect("dbname=library")  # blocks
    with server.cursor() as reader:  # fine
        reader.execute("select 3")  # blocks
        found = reader.fetchone()  # either
    async with aiosqlite.connect("library.db") as light:  # fine
        await light.execute("select 4")  # fine
        await light.commit()  # fine
    return rows, found
