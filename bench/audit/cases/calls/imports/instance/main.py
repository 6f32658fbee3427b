#: <module> -> desk:Desk.sell
#: desk:<module> -> desk:Desk.__init__
from desk import counter

counter.sell()
