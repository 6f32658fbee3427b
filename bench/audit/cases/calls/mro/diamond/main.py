#: <module> -> Car_Ferry.check
#: Car_Ferry.check -> Carrier.check
#: Carrier.check -> Passenger.check
#: Passenger.check -> Vessel.check
#: Carrier.check ?> Vessel.check
class Vessel:
    def check(self):
        return ["hull"]


class Carrier(Vessel):
    def check(self):
        return [*super().check(), "ramp"]


class Passenger(Vessel):
    def check(self):
        return [*super().check(), "rafts"]


class Car_Ferry(Carrier, Passenger):
    def check(self):
        return [*super().check(), "doors"]


Car_Ferry().check()
