#: <module> -> Fleet.__init__, Fleet.add, Fleet.sail_all
#: Fleet.sail_all -> Boat.sail
class Boat:
    def sail(self):
        return "off"


class Fleet:
    def __init__(self):
        self.boats = []

    def add(self, boat):
        self.boats.append(boat)

    def sail_all(self):
        for boat in self.boats:
            boat.sail()


fleet = Fleet()
fleet.add(Boat())
fleet.sail_all()
