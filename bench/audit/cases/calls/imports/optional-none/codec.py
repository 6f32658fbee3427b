def pack(text):
    return text[:1]
