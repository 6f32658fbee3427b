#: <module> -> book
#: book -> reserve, Full.next_trip, Closed.reopening
#: reserve -> Full.__init__
#: reserve ?> Closed.__init__
class Full(Exception):
    def __init__(self, trip):
        self.trip = trip

    def next_trip(self):
        return self.trip + 1


class Closed(Exception):
    def reopening(self):
        return "May"


def reserve(trip):
    if trip > 3:
        raise Closed()
    raise Full(trip)


def book(trip):
    try:
        reserve(trip)
    except Full as full:
        return full.next_trip()
    except Closed as closed:
        return closed.reopening()


book(1)
book(9)
