#: <module> -> Ship.plan, Ship.plan.<lambda>
#: Ship.plan.<lambda> -> Ship.steer
class Ship:
    def steer(self):
        return "north"

    def plan(self):
        return lambda: self.steer()


Ship().plan()()
