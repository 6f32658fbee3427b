#: <module> -> Day.parse
#: Day.parse -> Moment.parse
#: Moment.parse -> Moment.__init__
class Moment:
    def __init__(self, text):
        self.text = text

    @classmethod
    def parse(cls, text):
        return cls(text)


class Day(Moment):
    @classmethod
    def parse(cls, text):
        return super().parse(text.strip())


Day.parse(" monday ")
