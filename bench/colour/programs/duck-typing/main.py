class Truck:
    def move(self):
        print("truck")
        return 1


class Boat:
    def move(self):
        print("boat")
        return 2


class Piece:
    def move(self):
        return 3


def move_all(things):
    return sum(thing.move() for thing in things)


def first(things):
    for thing in things:
        if thing.move() > 1:
            return thing
    return None


def run():
    things = [Truck(), Boat()]
    print(move_all(things))
    print(type(first(things)).__name__)
    print(Piece().move())


run()
