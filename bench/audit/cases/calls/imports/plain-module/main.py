#: <module> -> tides:high_water
import tides

tides.high_water()
