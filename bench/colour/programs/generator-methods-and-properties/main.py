class Tree:
    def __init__(self, value, *children):
        self.value = value
        self.children = children

    def walk(self):
        yield self.visit()
        for child in self.children:
            yield from child.walk()

    def visit(self):
        print("visit", self.value)
        return self.value

    @property
    def leaves(self):
        return [tree.value for tree in self.nodes() if not tree.children]

    def nodes(self):
        yield self
        for child in self.children:
            for node in child.nodes():
                yield check(node)

    def __iter__(self):
        yield from self.walk()

    @classmethod
    def build(cls, values):
        return cls("root", *(cls(check(value)) for value in values))


def check(value):
    print("check")
    return value


def run():
    tree = Tree(1, Tree(2), Tree(3, Tree(4)))
    print(list(tree.walk()), tree.leaves)
    for value in tree:
        print(value)
    print(sum(tree), Tree.build(["a", "b"]).leaves)


run()
