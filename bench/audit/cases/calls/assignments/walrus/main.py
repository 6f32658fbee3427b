#: <module> -> find_berth, use
#: use -> find_berth
def find_berth(length):
    return "B2" if length < 90 else None


def use(length):
    if (berth := find_berth(length)) is not None:
        return berth
    return "roads"


use(50)
(seek := find_berth)(120)
