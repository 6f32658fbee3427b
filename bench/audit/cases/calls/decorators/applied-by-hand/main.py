#: <module> -> loud, loud.shout
#: loud.shout -> whisper
def loud(function):
    def shout():
        return function().upper()

    return shout


def whisper():
    return "land"


whisper_loudly = loud(whisper)
whisper_loudly()
