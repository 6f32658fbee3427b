"""Whether tests differ from what they were by `wait(...)` around calls alone (in tests that were asynchronous before, by
`await`): one line for each pair of files.

Standard input: one path of the old text and one of the new text a line, with a tab between them. Standard output: `same`
or `different` for each, in their order. Syntax trees are compared, so layout does not count.
"""

import ast
import sys


class Unwrap(ast.NodeTransformer):
    """Takes `wait(x)` back to `x`, under whatever name it was imported, and that import away."""

    def __init__(self, module: ast.Module) -> None:
        self.names = {
            each.asname or each.name
            for node in ast.walk(module)
            if isinstance(node, ast.ImportFrom) and node.module == "ferryman"
            for each in node.names
            if each.name == "wait"
        }

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        is_wait = isinstance(node.func, ast.Name) and node.func.id in self.names
        return node.args[0] if is_wait and len(node.args) == 1 and not node.keywords else node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> "ast.AST | None":
        node.names = [each for each in node.names if (node.module, each.name) != ("ferryman", "wait")]
        return node if node.names else None


def tree(path: str) -> ast.AST:
    with open(path, encoding="utf-8") as file:
        module = ast.parse(file.read())
    return Unwrap(module).visit(module)


def is_same(old: object, new: object) -> bool:
    """The same tree but for awaits that are new."""
    if isinstance(new, ast.Await) and not isinstance(old, ast.Await):
        return is_same(old, new.value)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(is_same, old, new))
    if isinstance(old, ast.AST) and isinstance(new, ast.AST):
        return type(old) is type(new) and all(
            is_same(getattr(old, field, None), getattr(new, field, None)) for field in old._fields
        )
    return type(old) is type(new) and old == new


for line in sys.stdin:
    before, after = line.rstrip("\n").split("\t")
    print("same" if is_same(tree(before), tree(after)) else "different")
