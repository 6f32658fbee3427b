from contextlib import asynccontextmanager


class Feed:
    async def stream(self):
        yield "arrived"

    @asynccontextmanager
    async def session(self):
        yield self


def messages(feed: Feed):
    return feed.stream()  # fine
