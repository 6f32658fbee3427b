#: <module> -> quote
#: quote -> fares:single
def quote():
    from fares import single

    return single()


quote()
