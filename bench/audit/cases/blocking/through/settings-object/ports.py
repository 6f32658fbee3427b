import os
from pathlib import Path


class Ports:
    def __init__(self, state):
        self.state = state
        self.file = Path("ports.json")

    def load(self):
        if not self.file.exists():  # blocks
            self.make()
        return self.file.read_text()  # blocks

    def make(self):
        os.makedirs("data")  # blocks
        self.file.write_text("[]")  # blocks
