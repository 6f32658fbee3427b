#: <module> -> apply
#: apply -> <lambda>
#: <lambda> -> fare
def fare(zone):
    return zone * 2


def apply(rule):
    return rule(4)


apply(lambda zone: fare(zone))
