#: <module> -> Boat.__init__, inspect_boat
#: inspect_boat -> Boat.soundness
class Boat:
    def __init__(self, name):
        self.name = name

    def soundness(self):
        return len(self.name)


def inspect_boat(boat):
    return boat.soundness()


inspect_boat(Boat("Hamnavoe"))
