def coil():
    return "round"


def _fray():
    return "thin"
