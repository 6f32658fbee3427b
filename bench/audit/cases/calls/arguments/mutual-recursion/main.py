#: <module> -> outward
#: outward -> homeward
#: homeward -> outward
def outward(days):
    return homeward(days - 1) if days else "ashore"


def homeward(days):
    return outward(days - 1) if days else "at home"


outward(3)
