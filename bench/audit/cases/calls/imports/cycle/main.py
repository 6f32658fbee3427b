#: <module> -> ships:sail
#: ships:sail -> ports:arrive
#: ports:arrive -> ships:name
import ships

ships.sail()
