class Store:
    def trips(self):
        return []
