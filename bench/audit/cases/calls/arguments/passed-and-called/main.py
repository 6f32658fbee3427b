#: <module> -> announce
#: announce -> ring, hoot
def ring():
    return "bell"


def hoot():
    return "horn"


def announce(signal):
    return signal()


announce(ring)
announce(hoot)
