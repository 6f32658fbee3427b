#: <module> -> Tug.sail
#: Tug.sail -> Vessel.sail
class Vessel:
    def sail(self):
        return "slow"


class Tug(Vessel):
    def sail(self):
        return Vessel.sail(self)


Tug().sail()
