class Subject:
    def __init__(self):
        self._observers = set()

    def attach(self, observer):
        self._observers.add(observer)

    def notify(self, event):
        for observer in list(self._observers):
            observer.update(event)


class Screen:
    def update(self, event):
        print("screen", show(event))


class Page:
    def update(self, mapping):
        return show(mapping)


def show(event):
    print("show", event)
    return event


def run():
    subject = Subject()
    subject.attach(Screen())
    subject.notify("x")
    Page().update({})
    {}.update({"a": 1})


run()
