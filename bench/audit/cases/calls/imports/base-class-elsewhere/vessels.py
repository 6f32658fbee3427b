class Vessel:
    def sail(self):
        return self.power()

    def power(self):
        return 0
