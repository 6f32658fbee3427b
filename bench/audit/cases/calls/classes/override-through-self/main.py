#: <module> -> Vessel.describe
#: Vessel.describe -> Tug.power, Barge.power
#: Vessel.describe ?> Vessel.power
class Vessel:
    def describe(self):
        return self.power()

    def power(self):
        raise NotImplementedError


class Tug(Vessel):
    def power(self):
        return 4000


class Barge(Vessel):
    def power(self):
        return 0


Tug().describe()
Barge().describe()
