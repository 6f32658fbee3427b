import shop.store

PRICES = {"tea": 3}


def price(name):
    print("price", name)
    shop.store.DEFAULT.find(name)
    return PRICES.get(name, 1)
