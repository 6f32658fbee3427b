class Desk:
    def __init__(self):
        self.sold = 0

    def sell(self):
        self.sold += 1


counter = Desk()
