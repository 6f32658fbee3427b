def coil():
    return "round"
