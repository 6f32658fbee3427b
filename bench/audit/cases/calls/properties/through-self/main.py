#: <module> -> Loan.fine
#: Loan.fine -> Loan.days_late
class Loan:
    @property
    def days_late(self):
        return 3

    def fine(self):
        return self.days_late * 2


Loan().fine()
