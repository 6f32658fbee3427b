#: <module> -> order
#: order -> order.<lambda>
#: order.<lambda> -> weight
def weight(crate):
    return len(crate)


def order(crates):
    return sorted(crates, key=lambda crate: weight(crate))


order(["tea", "coal"])
