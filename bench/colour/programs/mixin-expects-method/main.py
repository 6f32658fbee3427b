class Audited:
    def save(self):
        self.log("before")
        result = self.write()
        self.log("after")
        return result


class Plain:
    def log(self, text):
        print("log", text)


class Record(Audited, Plain):
    def write(self):
        print("write")
        return 1


class Silent(Record):
    def log(self, text):
        return None


def run():
    print(Record().save(), Silent().save())


run()
