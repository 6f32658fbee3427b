#: <module> -> handle
#: handle -> on_value, on_key
def on_value(problem):
    return "value"


def on_key(problem):
    return "key"


HANDLERS = {ValueError: on_value, KeyError: on_key}


def handle(problem):
    return HANDLERS[type(problem)](problem)


handle(ValueError())
handle(KeyError())
