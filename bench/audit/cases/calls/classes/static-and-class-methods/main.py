#: <module> -> Fare.child, Fare.of
#: Fare.child -> Fare.__init__, Fare.half
#: Fare.of -> Fare.__init__
class Fare:
    def __init__(self, amount):
        self.amount = amount

    @staticmethod
    def half(amount):
        return amount / 2

    @classmethod
    def of(cls, amount):
        return cls(amount)

    @classmethod
    def child(cls, amount):
        return cls(cls.half(amount))


Fare.child(8)
Fare.of(9)
