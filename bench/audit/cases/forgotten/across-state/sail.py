from state import Voyage, load_cargo


def prepare(voyage: Voyage) -> None:
    voyage.pending = load_cargo(voyage.port)  # fine
    voyage.log = load_cargo(voyage.port)  # forgotten: value
