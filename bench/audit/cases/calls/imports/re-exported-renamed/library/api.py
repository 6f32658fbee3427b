from .loans import _lend_book as lend
