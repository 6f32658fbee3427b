#: <module> -> voyage, voyage.leg, voyage.leg.mile
#: voyage.leg.mile -> helm
def helm():
    return "steady"


def voyage(steer):
    def leg():
        def mile():
            return steer()

        return mile

    return leg


voyage(helm)()()
