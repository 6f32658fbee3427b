#: <module> -> Inspector.visit
#: Inspector.visit -> Inspector.visit_hull, Inspector.visit_deck
#: Inspector.visit ?> ?
class Inspector:
    def visit(self, part):
        return getattr(self, "visit_" + part)()

    def visit_hull(self):
        return "dry"

    def visit_deck(self):
        return "clean"


inspector = Inspector()
inspector.visit("hull")
inspector.visit("deck")
