#: <module> -> board
#: board -> Car.length, Lorry.length
class Car:
    def length(self):
        return 4


class Lorry:
    def length(self):
        return 16


class Crane:
    def length(self):
        return 60


def board(vehicle):
    return vehicle.length()


board(Car())
board(Lorry())
