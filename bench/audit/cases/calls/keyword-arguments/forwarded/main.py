#: <module> -> outer
#: outer -> inner
#: inner -> ring
def ring():
    return "ding"


def inner(text, signal=None):
    return signal()


def outer(*args, **kwargs):
    return inner(*args, **kwargs)


outer("land", signal=ring)
