#: <module> -> <lambda>
#: <lambda> -> knots
def knots(speed):
    return speed * 1.9


convert = lambda speed: knots(speed)
convert(12)
