"""What pytest says of a failing test that ran on the loop."""

from support.suites import run_suite

CATALOGUE = """
import gc, logging

class Torn:
    \"\"\"Like a session that nobody closed: it says so when it is collected, with a traceback.\"\"\"

    left = 300

    def __init__(self):
        self.itself = self

    def __del__(self):
        Torn.left -= 1
        if Torn.left > 0:
            Torn()  # there is always one more
        try:
            self.shelf.books[0].title
        except AttributeError:
            logging.getLogger("library").error("torn", exc_info=True)

async def title(book):
    gc.set_threshold(50, 2, 2)  # the collector is never far away
    Torn()
    return book.title.upper()
"""

SUITE = """
from catalogue import title
from ferryman import wait

def test_the_title_of_nothing():
    assert wait(title(None)) == "TYPEE"
"""


def test_garbage_that_logs_while_the_source_of_an_error_is_read(tmp_path):
    suite = SUITE + "\n" + "\n".join(f"def read_{number}(shelf):\n    return shelf.books[{number}].title" for number in range(300))
    result = run_suite(tmp_path, environment={"FERRYMAN": "strict"}, catalogue=CATALOGUE, test_catalogue=suite)
    assert "INTERNALERROR" not in result.out
    assert result.outcomes == {"failed": 1}, result.out
    assert "AttributeError: 'NoneType' object has no attribute 'title'" in result.out
