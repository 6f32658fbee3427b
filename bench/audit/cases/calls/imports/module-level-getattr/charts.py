def _north():
    return "N"


def __getattr__(name):
    return _north
