class Bell:
    def __init__(self) -> None:
        self.listeners = []

    def on_ring(self, listener) -> None:
        self.listeners.append(listener)

    def ring(self) -> None:
        for listener in self.listeners:
            listener()


def every(times: int, action) -> None:
    for _ in range(times):
        action()


async def every_async(times: int, action) -> None:
    for _ in range(times):
        await action()
