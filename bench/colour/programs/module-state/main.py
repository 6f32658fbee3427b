CACHE = {}
HANDLER = None


def load(key):
    print("load", key)
    return key


def cached(key):
    if key not in CACHE:
        CACHE[key] = load(key)
    return CACHE[key]


def install(handler):
    global HANDLER
    HANDLER = handler


def fire():
    if HANDLER is not None:
        return HANDLER("x")
    return None


def run():
    print(cached(1), cached(1))
    print(fire())
    install(load)
    print(fire())
    install(cached)
    print(fire())


run()
