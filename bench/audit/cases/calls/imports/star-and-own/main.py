#: <module> -> coil
from ropes import *


def coil():
    return "mine"


coil()
