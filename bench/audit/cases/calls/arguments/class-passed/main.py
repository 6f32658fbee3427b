#: <module> -> build
#: build -> Ticket.__init__, Ticket.price
class Ticket:
    def __init__(self, zone):
        self.zone = zone

    def price(self):
        return self.zone * 2


def build(kind, zone):
    made = kind(zone)
    return made.price()


build(Ticket, 3)
