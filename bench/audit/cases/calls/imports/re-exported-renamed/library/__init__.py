from library.api import lend as borrow
