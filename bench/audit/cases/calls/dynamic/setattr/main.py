#: <module> -> chime
class Clock:
    pass


def chime():
    return "bong"


clock = Clock()
setattr(clock, "strike", chime)
clock.strike()
