from .loans import lend
