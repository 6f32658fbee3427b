from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .store import Store


class Order:
    def __init__(self, name, amount, store: Store | None = None):
        self.name = name
        self.amount = amount
        self.store = store

    def total(self):
        from .prices import price

        return price(self.name) * self.amount

    def save(self):
        """Keep it."""
        return self.store.keep(self) if self.store else None
