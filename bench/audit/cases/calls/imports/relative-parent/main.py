#: <module> -> harbour.north.quay:tie
#: harbour.north.quay:tie -> harbour.ropes:hawser
from harbour.north.quay import tie

tie()
