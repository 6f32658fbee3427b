#: <module> -> checked, checked.guard
#: checked.guard -> Purser.refund
def checked(method):
    def guard(self, amount):
        return method(self, amount)

    return guard


class Purser:
    @checked
    def refund(self, amount):
        return -amount


Purser().refund(4)
