#: <module> -> use
#: use -> berth_of, Berth.free
class Berth:
    def free(self):
        return True


class Shed:
    def free(self):
        return False


STORE = [Berth()]


def berth_of(number: int) -> Berth:
    return STORE[number]


def use(number):
    return berth_of(number).free()


use(0)
