#: <module> -> report
#: report -> sum
def sum(tickets):
    return f"{len(tickets)} tickets"


def report(tickets):
    return sum(tickets)


report([1, 2])
