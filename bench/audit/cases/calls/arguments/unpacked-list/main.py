#: <module> -> both
#: both -> open_ramp, close_ramp
def open_ramp():
    return "open"


def close_ramp():
    return "closed"


def both(first, second):
    return first(), second()


steps = [open_ramp, close_ramp]
both(*steps)
