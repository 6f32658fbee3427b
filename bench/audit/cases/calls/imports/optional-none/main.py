#: <module> -> compress
#: compress -> codec:pack
try:
    from codec import pack
except ImportError:
    pack = None


def compress(text):
    if pack is not None:
        return pack(text)
    return text


compress("SOS")
