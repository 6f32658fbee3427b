#: <module> -> hail
def hail():
    return "ahoy"


for greet in {hail}:
    greet()
