#: <module> -> crew, cook, mate
def cook():
    return "soup"


def mate():
    return "aye"


def crew():
    return cook, mate


first, second = crew()
first()
crew()[1]()
