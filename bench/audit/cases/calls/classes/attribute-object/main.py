#: <module> -> Engine.start, Ship.__init__, Ship.sail
#: Ship.sail -> Engine.start
class Engine:
    def start(self):
        return "brrm"


class Ship:
    def __init__(self, engine):
        self.engine = engine

    def sail(self):
        return self.engine.start()


ship = Ship(Engine())
ship.sail()
ship.engine.start()
