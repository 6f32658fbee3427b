#: <module> -> Crate.weigh
class Crate:
    def weigh(self):
        return 4

    weight = property(weigh)


Crate().weight
