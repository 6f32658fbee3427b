from store import Store


def get_store():
    return Store()
