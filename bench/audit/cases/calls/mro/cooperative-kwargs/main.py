#: <module> -> Deck.__init__
#: Deck.__init__ -> Named.__init__
#: Named.__init__ -> Sized.__init__
class Sized:
    def __init__(self, size):
        self.size = size


class Named:
    def __init__(self, name, **rest):
        super().__init__(**rest)
        self.name = name


class Deck(Named, Sized):
    def __init__(self):
        super().__init__(name="A", size=3)


Deck()
