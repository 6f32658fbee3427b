#: <module> -> feed_all, zoo
#: feed_all -> Seal.feed, Gull.feed
class Seal:
    def feed(self):
        return "fish"


class Gull:
    def feed(self):
        return "chips"


class Rock:
    def feed(self):
        return None


def zoo():
    yield Seal()
    yield Gull()


def feed_all(animals):
    for animal in animals:
        animal.feed()


feed_all(zoo())
