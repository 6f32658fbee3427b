#: <module> -> order
#: order -> ahead, hold
def ahead():
    return 1


def hold():
    return 0


def order(word):
    return {"ahead": ahead}.get(word, hold)()


order("ahead")
order("sideways")
