#: <module> -> Ferry.__init__
#: Ferry.__init__ -> Vessel.__init__
class Vessel:
    def __init__(self, name):
        self.name = name


class Ferry(Vessel):
    def __init__(self, name, cars):
        super().__init__(name)
        self.cars = cars


Ferry("Daggri", 30)
