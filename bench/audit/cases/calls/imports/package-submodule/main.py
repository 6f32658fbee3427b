#: <module> -> harbour.berths:assign
#: harbour.berths:assign -> harbour.tugs:call_tug
import harbour.berths

harbour.berths.assign("Daggri")
