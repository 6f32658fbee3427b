#: <module> -> check_all
#: check_all -> has_fuel, has_crew
def has_fuel():
    return True


def has_crew():
    return True


CHECKS = (("fuel", has_fuel), ("crew", has_crew))


def check_all():
    return {name: check() for name, check in CHECKS}


check_all()
