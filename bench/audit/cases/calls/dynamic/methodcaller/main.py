#: <module> -> Book.title_page
#: <module> ?> ?
from operator import methodcaller


class Book:
    def title_page(self):
        return "Kidnapped"


methodcaller("title_page")(Book())
