#: <module> -> register, moor
REGISTERED = []


def register(function):
    REGISTERED.append(function)
    return function


@register
def moor():
    return "fast"


moor()
