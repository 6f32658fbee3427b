#: <module> -> work
#: work -> lease
#: lease -> lease.release
from contextlib import contextmanager


@contextmanager
def lease():
    def release():
        return "free"

    try:
        yield
    finally:
        release()


def work():
    with lease():
        pass


work()
