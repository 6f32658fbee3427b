#: <module> -> ropes:coil
from ropes import *

coil()
