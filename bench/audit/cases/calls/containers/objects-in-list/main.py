#: <module> -> Cat.feed, Dog.feed
class Cat:
    def feed(self):
        return "fish"


class Dog:
    def feed(self):
        return "bone"


class Gull:
    def feed(self):
        return "chips"


for animal in [Cat(), Dog()]:
    animal.feed()
