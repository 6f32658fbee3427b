#: <module> -> use
#: use -> Ship.signal, horn
def horn():
    return "hoo"


class Ship:
    @property
    def signal(self):
        return horn


def use():
    return Ship().signal()


use()
