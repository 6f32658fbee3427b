#: <module> -> announce
#: announce -> ring
def ring():
    return "ding"


def announce(text, *, signal):
    return signal()


announce("land", signal=ring)
