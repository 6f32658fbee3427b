#: <module> -> pay
#: pay -> Card.charge, Cash.charge
#: pay ?> Method.charge
from abc import ABC, abstractmethod


class Method(ABC):
    @abstractmethod
    def charge(self, amount):
        ...


class Card(Method):
    def charge(self, amount):
        return "card"


class Cash(Method):
    def charge(self, amount):
        return "cash"


def pay(method: Method, amount):
    return method.charge(amount)


pay(Card(), 4)
pay(Cash(), 5)
