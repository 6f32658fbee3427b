import time
from contextlib import contextmanager


@contextmanager
def opened(name):
    time.sleep(1)  # blocks
    yield name
    time.sleep(2)  # blocks


class Gate:
    def __enter__(self):
        time.sleep(3)  # blocks

    def __exit__(self, *problem):
        time.sleep(4)  # blocks

    def oil(self):
        time.sleep(5)  # fine
