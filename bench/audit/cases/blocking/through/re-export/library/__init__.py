from .api import borrow as lend
