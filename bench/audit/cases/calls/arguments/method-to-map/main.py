#: <module> -> Clerk.stamp_all
#: Clerk.stamp_all -> Clerk.stamp
class Clerk:
    def stamp(self, paper):
        return paper + "!"

    def stamp_all(self, papers):
        return list(map(self.stamp, papers))


Clerk().stamp_all(["a", "b"])
