from .loans import *
