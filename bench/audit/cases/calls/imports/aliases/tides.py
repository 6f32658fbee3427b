def high_water():
    return "12:10"


def low_water():
    return "18:20"
