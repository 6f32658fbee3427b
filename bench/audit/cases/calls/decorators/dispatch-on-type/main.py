#: <module> -> price, price_lorry
#: <module> ?> price_car
import functools


@functools.singledispatch
def price(vehicle):
    return 1


@price.register(int)
def price_lorry(vehicle):
    return vehicle * 3


@price.register(str)
def price_car(vehicle):
    return len(vehicle)


price(2.5)
price(40)
