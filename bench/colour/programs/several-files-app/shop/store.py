"""Where orders are kept."""
from . import models


class Store:
    def __init__(self):
        self.orders = {}

    def keep(self, order: models.Order):
        print("keep", order.name)
        self.orders[order.name] = order
        return order

    def find(self, name):
        print("find", name)
        found = self.orders.get(name)
        return found.name if found else None

    def describe(self):
        return f"{len(self.orders)} orders"


DEFAULT = Store()
