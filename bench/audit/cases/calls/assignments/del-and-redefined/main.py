#: <module> -> tide
def tide():
    return "ebb"


late = tide
del tide
late()
