#: <module> -> operate
#: operate -> ?
#: operate ?> Winch.haul
import os


class Winch:
    def haul(self):
        return "up"


def operate(order):
    return getattr(Winch(), order)()


operate(os.environ.get("WINCH_ORDER", "haul"))
