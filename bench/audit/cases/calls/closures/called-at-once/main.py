#: <module> -> tally, tally.count
def tally():
    def count():
        return 1

    return count


tally()()
