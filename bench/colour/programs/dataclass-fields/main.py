from dataclasses import dataclass, field
from typing import Callable, Optional


def stamp():
    print("stamp")
    return 1


def price(crate):
    print("price", crate)
    return 2


@dataclass
class Order:
    crate: str
    pricing: Callable = price
    at: int = field(default_factory=stamp)
    hook: Optional[Callable] = None

    def total(self):
        if self.hook:
            self.hook(self.crate)
        return self.pricing(self.crate)

    def __post_init__(self):
        self.double = price(self.crate) * 2


def run():
    print(Order("tea", pricing=lambda crate: 5).total())
    print(Order("tea", price, hook=price).total(), Order("x", price).at)


run()
