#: <module> -> vessels:Vessel.sail
#: vessels:Vessel.sail -> Tug.power
#: vessels:Vessel.sail ?> vessels:Vessel.power
import vessels


class Tug(vessels.Vessel):
    def power(self):
        return 4000


Tug().sail()
