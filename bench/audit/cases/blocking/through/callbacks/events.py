HANDLERS = {}


def on(name, handler):
    HANDLERS.setdefault(name, []).append(handler)


def fire(name):
    for handler in HANDLERS.get(name, []):
        handler()
