import time


class Vessel:
    def depart(self):
        self.log()
        return self.warm_up()

    def warm_up(self):
        raise NotImplementedError

    def log(self):
        open("log.txt", "a")  # blocks
