#: <module> -> load
#: load -> Spill.report, Drop.report
class Spill(Exception):
    def report(self):
        return "wet"


class Drop(Exception):
    def report(self):
        return "dent"


class Calm(Exception):
    def report(self):
        return "nothing"


def load(problem):
    try:
        raise problem
    except (Spill, Drop) as found:
        return found.report()


load(Spill())
load(Drop())
