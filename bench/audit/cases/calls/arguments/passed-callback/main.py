#: <module> -> sail
#: sail -> announce, ring
def ring():
    return "bell"


def announce(signal):
    return signal()


def sail():
    return ring if False else announce(ring)


sail()
