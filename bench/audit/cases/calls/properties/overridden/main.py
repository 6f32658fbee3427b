#: <module> -> describe
#: describe -> Tug.power, Barge.power
#: describe ?> Vessel.power
class Vessel:
    @property
    def power(self):
        return 1


class Tug(Vessel):
    @property
    def power(self):
        return 4000


class Barge(Vessel):
    @property
    def power(self):
        return 0


def describe(vessel: Vessel):
    return vessel.power


describe(Tug())
describe(Barge())
