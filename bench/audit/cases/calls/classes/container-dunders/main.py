#: <module> -> Rack.__init__, Rack.__getitem__, Rack.__setitem__, Rack.__len__, Rack.__contains__
class Rack:
    def __init__(self):
        self.slots = {}

    def __getitem__(self, key):
        return self.slots[key]

    def __setitem__(self, key, value):
        self.slots[key] = value

    def __len__(self):
        return len(self.slots)

    def __contains__(self, key):
        return key in self.slots


rack = Rack()
rack["oars"] = 4
rack["oars"]
len(rack)
"oars" in rack
