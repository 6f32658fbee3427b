def call_tug(ship):
    return ship
