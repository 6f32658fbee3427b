from shop import api
from shop.models import Order as Model
import shop.store as storage
import shop


def run():
    order = api.create("tea", 2)
    print(order.total(), Model("x", 1).total())
    print(storage.DEFAULT.find("tea"), shop.version())
    print(api.export([order]), api.HANDLERS["count"]())


run()
