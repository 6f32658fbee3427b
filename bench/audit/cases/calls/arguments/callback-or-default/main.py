#: <module> -> depart
#: depart -> quiet, loud
def quiet():
    return ""


def loud():
    return "HOO"


def depart(signal=None):
    if signal is None:
        signal = quiet
    return signal()


depart()
depart(loud)
