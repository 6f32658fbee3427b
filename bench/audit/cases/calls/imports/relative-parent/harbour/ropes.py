def hawser():
    return "thick"
