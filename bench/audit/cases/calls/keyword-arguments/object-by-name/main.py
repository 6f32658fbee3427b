#: <module> -> Clerk.stamp, process
#: process -> Clerk.stamp
class Clerk:
    def stamp(self):
        return "x"


class Machine:
    def stamp(self):
        return "o"


def process(*, by):
    return by.stamp()


process(by=Clerk())
Clerk().stamp()
