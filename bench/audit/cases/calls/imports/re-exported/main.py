#: <module> -> library.loans:lend
import library
from library import lend

lend("Emma")
library.lend("Ulysses")
