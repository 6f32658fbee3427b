#: <module> -> North.greet
class North:
    def greet(self):
        return "hey"


class South:
    def greet(self):
        return "ciao"


class Both(North, South):
    pass


Both().greet()
