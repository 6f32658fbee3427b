def assign(ship):
    return ship
