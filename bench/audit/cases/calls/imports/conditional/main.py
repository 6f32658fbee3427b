#: <module> -> fast:encode
#: <module> ?> slow:encode
try:
    from fast import encode
except ImportError:
    from slow import encode

encode("SOS")
