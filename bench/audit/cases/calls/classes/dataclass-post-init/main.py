#: <module> -> Booking.__post_init__, Booking.total
#: Booking.__post_init__ -> Booking.check
from dataclasses import dataclass


@dataclass
class Booking:
    cars: int
    people: int

    def __post_init__(self):
        self.check()

    def check(self):
        assert self.people > 0

    def total(self):
        return self.cars + self.people


Booking(1, 2).total()
