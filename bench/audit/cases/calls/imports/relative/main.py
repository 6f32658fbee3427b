#: <module> -> harbour.berths:assign
#: harbour.berths:assign -> harbour.tugs:call_tug, harbour.pilots:board
from harbour.berths import assign

assign("Daggri")
