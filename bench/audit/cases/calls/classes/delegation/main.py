#: <module> -> Mate.__init__, Captain.__init__, Captain.order
#: Captain.order -> Mate.order
#: Mate.order -> Mate.shout
class Mate:
    def __init__(self):
        self.voice = "loud"

    def order(self, text):
        return self.shout(text)

    def shout(self, text):
        return text.upper()


class Captain:
    def __init__(self, mate):
        self._mate = mate

    def order(self, text):
        return self._mate.order(text)


Captain(Mate()).order("cast off")
