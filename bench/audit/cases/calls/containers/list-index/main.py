#: <module> -> reef, furl
def reef():
    return 1


def furl():
    return 2


def drift():
    return 3


orders = [reef, furl]
orders[0]()
orders[1]()
