import redis


class Cache:
    def __init__(self, client: redis.Redis):
        self.client = client

    def seen(self, name):
        return self.client.get(name)  # blocks

    def forget(self, name):
        return self.client.delete(name)  # fine


def get_cache():
    return Cache(redis.Redis())
