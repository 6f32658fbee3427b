def flash():
    return "**"
