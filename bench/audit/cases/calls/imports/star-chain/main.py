#: <module> -> library.loans:lend
from library import *

lend("Emma")
