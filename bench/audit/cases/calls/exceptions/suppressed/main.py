#: <module> -> try_all
#: try_all -> risky, after
from contextlib import suppress


def risky():
    raise OSError


def after():
    return "ashore"


def try_all():
    with suppress(OSError):
        risky()
    return after()


try_all()
