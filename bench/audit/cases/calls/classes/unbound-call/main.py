#: <module> -> Desk.open
class Desk:
    def open(self):
        return "open"


desk = Desk()
Desk.open(desk)
