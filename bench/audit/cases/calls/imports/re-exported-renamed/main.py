#: <module> -> library.loans:_lend_book
from library import borrow

borrow("Emma")
