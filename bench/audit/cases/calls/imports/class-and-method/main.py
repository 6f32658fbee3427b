#: <module> -> models:Ferry.__init__, models:Ferry.board
from models import Ferry

Ferry("Daggri").board(2)
