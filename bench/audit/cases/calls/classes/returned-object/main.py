#: <module> -> make_boat, Boat.row
class Boat:
    def row(self):
        return "splash"


def make_boat():
    return Boat()


make_boat().row()
boat = make_boat()
boat.row()
