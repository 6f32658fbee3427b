#: <module> -> low_season, high_season
def low_season():
    return 10


def high_season():
    return 25


fare = low_season
fare()
fare = high_season
fare()
