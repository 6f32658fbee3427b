#: <module> -> outer
#: outer -> outer.first
#: outer.first -> outer.second
def outer():
    def first():
        return second()

    def second():
        return 2

    return first()


outer()
