#: <module> -> leg1
#: leg1 -> leg2
#: leg2 -> leg3
#: leg3 -> leg4
#: leg4 -> leg5
#: leg5 -> leg6
#: leg6 -> leg7
#: leg7 -> leg8
#: leg8 -> leg9
#: leg9 -> ashore
def leg1(onwards):
    return onwards(leg3)


def leg2(onwards):
    return onwards(leg4)


def leg3(onwards):
    return onwards(leg5)


def leg4(onwards):
    return onwards(leg6)


def leg5(onwards):
    return onwards(leg7)


def leg6(onwards):
    return onwards(leg8)


def leg7(onwards):
    return onwards(leg9)


def leg8(onwards):
    return onwards(ashore)


def leg9(onwards):
    return onwards()


def ashore():
    return "home"


leg1(leg2)
