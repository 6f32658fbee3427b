#: <module> -> tides:high_water
from tides import high_water

high_water()
