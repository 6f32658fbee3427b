#: <module> -> <lambda>
#: <lambda> -> single, again
def single():
    return 1


def again():
    return 2


FARES = {"single": lambda: single(), "return": lambda: again()}
FARES["single"]()
FARES["return"]()
