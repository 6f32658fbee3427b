#: <module> -> lookup
#: lookup -> deck_plan
def deck_plan():
    return "A"


PLANS = {"ferry": {"deck": [deck_plan]}}


def lookup(kind, part):
    return PLANS[kind][part][0]()


lookup("ferry", "deck")
