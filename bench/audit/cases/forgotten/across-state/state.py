class Voyage:
    def __init__(self, port: str) -> None:
        self.port = port
        self.pending = None
        self.log = None


async def load_cargo(port: str) -> int:
    return 7
