#: <module> -> Desk.open, Desk.close
class Desk:
    def open(self):
        return "open"

    def close(self):
        return "closed"


desk = Desk()
begin, end = desk.open, desk.close
begin()
end()
