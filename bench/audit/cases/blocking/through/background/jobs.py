import time


async def on_loop(name):
    time.sleep(1)  # blocks


def in_thread(name):
    time.sleep(1)  # fine
