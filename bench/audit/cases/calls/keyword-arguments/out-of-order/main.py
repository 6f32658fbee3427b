#: <module> -> both
#: both -> open_ramp, close_ramp
def open_ramp():
    return "open"


def close_ramp():
    return "closed"


def both(first, second):
    first()
    return second


def other(first, second):
    return second()


both(second=open_ramp, first=close_ramp)
both(second=close_ramp, first=open_ramp)
