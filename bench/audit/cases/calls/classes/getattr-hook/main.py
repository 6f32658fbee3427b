#: <module> -> Proxy.__init__, Proxy.__getattr__
#: <module> ?> ?
class Proxy:
    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return len


proxy = Proxy("deck")
proxy.measure("deck")
