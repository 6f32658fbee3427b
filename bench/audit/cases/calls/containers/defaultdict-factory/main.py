#: <module> -> Slot.__init__, Slot.book
#: <module> ?> ?
from collections import defaultdict


class Slot:
    def __init__(self):
        self.taken = 0

    def book(self):
        self.taken += 1


slots = defaultdict(Slot)
slots["09:00"].book()
