from state import Voyage


async def arrive(voyage: Voyage) -> str:
    cargo = await voyage.pending  # fine
    return f"{cargo} crates, {voyage.log}"
