from . import berths
