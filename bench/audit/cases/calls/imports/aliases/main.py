#: <module> -> tides:high_water, tides:low_water
import tides as sea
from tides import low_water as ebb

sea.high_water()
ebb()
