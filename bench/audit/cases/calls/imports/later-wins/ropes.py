def coil():
    return "heap"
