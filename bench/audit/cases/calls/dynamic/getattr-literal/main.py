#: <module> -> Winch.haul
class Winch:
    def haul(self):
        return "up"

    def slack(self):
        return "down"


getattr(Winch(), "haul")()
