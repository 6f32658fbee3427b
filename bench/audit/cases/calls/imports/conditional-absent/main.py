#: <module> -> slow:encode
#: <module> ?> ?
try:
    from very_fast_codec_that_is_absent import encode
except ImportError:
    from slow import encode

encode("SOS")
