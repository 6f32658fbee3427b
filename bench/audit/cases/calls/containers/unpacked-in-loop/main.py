#: <module> -> go
#: go -> Deck.clean, hose
class Deck:
    def clean(self):
        return "wet"


class Office:
    def clean(self):
        return "swept"


def hose():
    return "water"


def go():
    jobs = [("deck", Deck(), hose)]
    for name, place, tool in jobs:
        place.clean()
        tool()


go()
