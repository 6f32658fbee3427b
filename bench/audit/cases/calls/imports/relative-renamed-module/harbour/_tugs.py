def call_tug():
    return "coming"
