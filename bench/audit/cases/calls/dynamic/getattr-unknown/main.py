#: <module> -> operate
#: operate -> ?
#: operate ?> Winch.haul
#: <module> ?> operate
import os


class Winch:
    def haul(self):
        return "up"


def operate(order):
    return getattr(Winch(), order)()


if os.environ.get("WINCH_ORDER"):
    operate(os.environ["WINCH_ORDER"])
