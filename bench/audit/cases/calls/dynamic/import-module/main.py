#: <module> -> tides:high_water
#: <module> ?> ?
import importlib

tides = importlib.import_module("tides")
tides.high_water()
