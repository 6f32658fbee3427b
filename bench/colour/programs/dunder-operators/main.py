class Money:
    def __init__(self, amount):
        self.amount = load(amount)

    def __add__(self, other):
        return Money(self.amount + other.amount)

    def __eq__(self, other):
        return self.value() == other.value()

    def __str__(self):
        return f"{self.value()} kr"

    def __getitem__(self, index):
        return str(self.value())[index]

    def __bool__(self):
        return self.value() > 0

    def __call__(self, factor):
        return Money(self.value() * factor)

    def __contains__(self, digit):
        return digit in str(self.value())

    def value(self):
        print("value")
        return self.amount


def load(amount):
    print("load", amount)
    return amount


def run():
    a, b = Money(12), Money(3)
    print(str(a + b), a == b, a[0], bool(b), "1" in a)
    print(str(a(2)))
    if a:
        print("yes")


run()
