#: <module> -> moor
#: moor -> moor.tie
def tie():
    return "knot in the rope"


def moor():
    def tie():
        return "hawser"

    return tie()


moor()
