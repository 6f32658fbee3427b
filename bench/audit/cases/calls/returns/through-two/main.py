#: <module> -> captain, reef
#: captain -> mate
def reef():
    return 1


def mate():
    return reef


def captain():
    return mate()


captain()()
