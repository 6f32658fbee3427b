#: <module> -> charts:__getattr__
#: <module> -> charts:_north
#: <module> ?> ?
import charts

charts.north()
