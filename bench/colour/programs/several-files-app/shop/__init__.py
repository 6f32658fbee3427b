from .models import Order
from .store import DEFAULT as default_store

__all__ = ["Order", "default_store", "version"]


def version():
    return default_store.describe()
