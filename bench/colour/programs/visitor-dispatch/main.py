class Visitor:
    def visit(self, node):
        method = "visit_" + type(node).__name__
        return getattr(self, method, self.generic)(node)

    def generic(self, node):
        print("generic", node)
        return [self.visit(part) for part in node] if isinstance(node, list) else None

    def visit_int(self, node):
        print("int", node)
        return node

    def visit_str(self, node):
        return self.visit_int(len(node))


def run():
    print(Visitor().visit([1, "abc", [2.5]]))


run()
