#: <module> -> Ferry.__init__, Ferry.sail
#: Ferry.sail -> Ferry.cast_off
class Ferry:
    def __init__(self, name):
        self.name = name

    def sail(self):
        return self.cast_off()

    def cast_off(self):
        return self.name


Ferry("Daggri").sail()
