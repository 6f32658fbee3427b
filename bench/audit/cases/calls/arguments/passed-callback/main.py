#: <module> -> sail
#: sail -> announce
#: announce -> ring
def ring():
    return "bell"


def announce(signal):
    return signal()


def sail():
    return announce(ring)


sail()
