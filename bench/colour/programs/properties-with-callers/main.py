class Loan:
    def __init__(self, days):
        self.days = days

    @property
    def fee(self):
        return self.rate() * self.days

    def rate(self):
        print("rate")
        return 2

    def describe(self):
        return f"{self.fee} for {self.days}"

    total = property(lambda self: self.rate() + 1)


def fees(loans):
    return sum(loan.fee for loan in loans)


def run():
    print(Loan(3).describe(), fees([Loan(1), Loan(2)]), Loan(1).total)
    print(sorted([Loan(2), Loan(1)], key=lambda loan: loan.fee)[0].days)


run()
