#: <module> -> tariff, tariff.<lambda>
#: tariff.<lambda> -> round_up
def round_up(price):
    return int(price) + 1


def tariff(factor):
    return lambda price: round_up(price * factor)


tariff(1.5)(10)
