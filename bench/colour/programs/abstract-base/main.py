from abc import ABC, abstractmethod


class Store(ABC):
    @abstractmethod
    def get(self, key): ...

    def get_all(self, keys):
        return [self.get(key) for key in keys]

    @property
    @abstractmethod
    def size(self): ...


class Memory(Store):
    def __init__(self):
        self.items = {"a": 1}

    def get(self, key):
        return self.items.get(key)

    @property
    def size(self):
        return len(self.get_all(["a", "b"]))


class Loud(Memory):
    def get(self, key):
        print("get", key)
        return super().get(key)


def run(store: Store):
    print(store.get_all(["a", "b"]), store.size)


run(Memory())
run(Loud())
