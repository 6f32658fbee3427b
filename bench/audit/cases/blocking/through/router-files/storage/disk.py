import os


class Disk:
    def __init__(self, name):
        self.name = name

    def load(self):
        return [self.read(file) for file in os.listdir(self.name)]  # blocks

    def read(self, file):
        with open(file) as text:  # blocks
            return text.read()  # blocks

    def wipe(self):
        os.remove(self.name)  # fine
