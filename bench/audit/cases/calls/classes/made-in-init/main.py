#: <module> -> Ship.__init__, Ship.sail
#: Ship.__init__ -> Engine.__init__
#: Ship.sail -> Engine.start
class Engine:
    def __init__(self):
        self.on = False

    def start(self):
        self.on = True


class Ship:
    def __init__(self):
        self.engine = Engine()

    def sail(self):
        self.engine.start()


Ship().sail()
