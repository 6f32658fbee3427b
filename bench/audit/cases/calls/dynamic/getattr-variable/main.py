#: <module> -> operate
#: operate -> Winch.haul, Winch.slack
#: operate ?> ?
class Winch:
    def haul(self):
        return "up"

    def slack(self):
        return "down"


def operate(order):
    return getattr(Winch(), order)()


operate("haul")
operate("slack")
