#: <module> -> fare, distance, discount
def distance(harbour):
    return len(harbour) * 3


def discount(price):
    return price * 0.9


def fare(price, reach):
    return price * reach


fare(discount(12), distance("Kirkwall"))
