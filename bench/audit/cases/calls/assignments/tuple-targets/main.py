#: <module> -> bow, stern
def bow():
    return "front"


def stern():
    return "back"


front, back = bow, stern
front()
back()
