from . import _tugs as tugs


def arrive():
    return tugs.call_tug()
