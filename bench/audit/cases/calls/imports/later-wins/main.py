#: <module> -> ropes:coil
from knots import coil
from ropes import coil

coil()
