#: <module> -> Printing.print_out
#: Printing.print_out -> Ticket.text
class Printing:
    def print_out(self):
        return self.text()


class Ticket(Printing):
    def text(self):
        return "deck 3"


class Poster:
    def text(self):
        return "come aboard"


Ticket().print_out()
