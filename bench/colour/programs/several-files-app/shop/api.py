from . import models, store
from .models import *
from .store import DEFAULT


def create(name, amount) -> models.Order:
    order = models.Order(name, amount, DEFAULT)
    return order.save()


def export(orders):
    return ";".join(f"{order.name}={order.total()}" for order in orders)


def count():
    return store.DEFAULT.describe()


HANDLERS = {"count": count, "export": export}
