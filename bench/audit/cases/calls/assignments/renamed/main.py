#: <module> -> depart
def depart():
    return "gone"


leave = depart
leave()
