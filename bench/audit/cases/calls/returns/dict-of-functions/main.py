#: <module> -> menu, soup
def soup():
    return "hot"


def menu():
    return {"soup": soup}


menu()["soup"]()
