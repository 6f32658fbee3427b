#: <module> -> Office.opened, Office.sell
#: Office.opened -> Office.prepare
class Office:
    @classmethod
    def opened(cls):
        office = cls()
        office.prepare()
        return office

    def prepare(self):
        return None

    def sell(self):
        return 1


Office.opened().sell()
