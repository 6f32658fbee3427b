#: <module> -> refuse
#: refuse -> TooHeavy.__init__, TooHeavy.weight
class TooHeavy(Exception):
    def __init__(self, tons):
        super().__init__(tons)
        self.tons = tons

    def weight(self):
        return self.tons


def refuse(tons):
    try:
        raise TooHeavy(tons)
    except TooHeavy as problem:
        return problem.weight()


refuse(44)
