#: <module> -> greet
#: <module> ?> ?
def greet(self):
    return "hello"


Host = type("Host", (), {"greet": greet})
Host().greet()
