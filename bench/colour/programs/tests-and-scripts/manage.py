import argparse

from library import lend


def main(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("command", type=str)
    parser.set_defaults(run=command)
    options = parser.parse_args(argv)
    print(options.run("manage"))


def command(book):
    return lend(book)


if __name__ == "__main__":
    main(None)
