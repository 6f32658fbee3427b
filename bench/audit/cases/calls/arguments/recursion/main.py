#: <module> -> visit
#: visit -> visit
def visit(ports):
    if not ports:
        return 0
    return 1 + visit(ports[1:])


visit(["Aith", "Voe"])
