handler = None


def fire():
    return handler()
