#: <module> -> Report.render
#: Report.render -> Cargo.head, Report.foot
#: Report.render ?> Report.head
class Report:
    def render(self):
        return self.head() + self.foot()

    def head(self):
        return "-"

    def foot(self):
        return "end"


class Cargo(Report):
    def head(self):
        return "cargo"


Cargo().render()
