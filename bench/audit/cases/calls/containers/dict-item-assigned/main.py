#: <module> -> dispatch
#: dispatch -> fog, gale
def fog():
    return "slow"


def gale():
    return "stay"


RULES = {}
RULES["fog"] = fog
RULES.update(gale=gale)


def dispatch(weather):
    return RULES[weather]()


dispatch("fog")
dispatch("gale")
