#: <module> -> cars.fares:price, lorries.fares:price
from cars import fares
from lorries import fares as lorry_fares

fares.price()
lorry_fares.price()
