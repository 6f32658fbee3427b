#: <module> -> Tank.level
#: Tank.level -> Tank.check
class Tank:
    @property
    def level(self):
        return self.litres

    @level.setter
    def level(self, litres):
        self.check(litres)
        self.litres = litres

    def check(self, litres):
        assert litres > 0


tank = Tank()
tank.level = 4
