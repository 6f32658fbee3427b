#: <module> -> harbour.berths:assign
import harbour

harbour.berths.assign("Daggri")
