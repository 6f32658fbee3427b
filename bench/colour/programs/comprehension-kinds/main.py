def ok(port):
    print("ok", port)
    return port > 1


def name(port):
    print("name", port)
    return f"p{port}"


def run(ports):
    print([name(port) for port in ports if ok(port)])
    print({name(port) for port in ports} == {"p1", "p2", "p3"})
    print({name(port): ok(port) for port in ports})
    print(any(ok(port) for port in ports), all(ok(port) for port in ports))
    print(sum(len(name(port)) for port in ports if ok(port)))
    print([[name(port) for port in row if ok(port)] for row in (ports, ports)])
    print(",".join(name(port) for port in ports))
    print(max(ports, key=lambda port: -port))
    print(sorted(ports, key=name))
    print(dict((name(port), port) for port in ports))
    print([port for port in filter(ok, ports)])


run([1, 2, 3])
