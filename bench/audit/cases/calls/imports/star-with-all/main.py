#: <module> -> ropes:_splice, knots:coil
from knots import *
from ropes import *

_splice()
coil()
