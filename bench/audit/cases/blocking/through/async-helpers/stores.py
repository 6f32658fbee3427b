import sqlite3

import drivers


async def rows():
    connection = drivers.connection()
    yield await one(connection)


async def one(connection: sqlite3.Connection):
    return connection.execute("select 1").fetchone()  # blocks
