#: <module> -> announce
#: announce -> ring
def ring():
    return "ding"


def announce(text, signal):
    return signal()


options = {"text": "land", "signal": ring}
announce(**options)
