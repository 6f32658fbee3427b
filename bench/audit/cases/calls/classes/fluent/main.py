#: <module> -> Query.where, Query.order, Query.all
class Query:
    def where(self, port):
        self.port = port
        return self

    def order(self, key):
        self.key = key
        return self

    def all(self):
        return []


Query().where("Voe").order("time").all()
