try:
    from nowhere import fast as read
except ImportError:
    def read(name):
        print("slow", name)
        return name

if len("x") == 1:
    def write(name):
        return read(name)
else:
    def write(name):
        return None

save = write if write else None


def run():
    print(read("a"), write("b"), save("c"))


run()
