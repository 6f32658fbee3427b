__all__ = ["_splice"]


def _splice():
    return "joined"


def coil():
    return "heap"
