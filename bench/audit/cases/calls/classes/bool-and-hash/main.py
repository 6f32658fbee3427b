#: <module> -> Seat.__init__, Seat.__bool__, Seat.__hash__
class Seat:
    def __init__(self, free):
        self.free = free

    def __bool__(self):
        return self.free

    def __hash__(self):
        return 7


seat = Seat(True)
if seat:
    taken = {seat: "Ada"}
