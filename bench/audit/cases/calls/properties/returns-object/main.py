#: <module> -> start
#: start -> Ship.engine, Engine.start
class Engine:
    def start(self):
        return "brrm"


class Ship:
    @property
    def engine(self):
        return Engine()


def start():
    return Ship().engine.start()


start()
