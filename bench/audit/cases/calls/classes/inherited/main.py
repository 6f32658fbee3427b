#: <module> -> Vessel.name_plate
#: Vessel.name_plate -> Vessel.flag
class Vessel:
    def name_plate(self):
        return self.flag()

    def flag(self):
        return "blue"


class Tug(Vessel):
    pass


Tug().name_plate()
