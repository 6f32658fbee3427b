import time

from base import Vessel


class Tug(Vessel):
    def warm_up(self):
        time.sleep(30)  # blocks


class Barge(Vessel):
    def warm_up(self):
        time.sleep(1)  # blocks
        return super().depart

    def scrap(self):
        time.sleep(9)  # fine
