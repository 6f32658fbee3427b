import asyncio
from typing import Any, Awaitable, Generic, List, Optional, TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[List["Book"]] = relationship(back_populates="author")


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[Optional[Author]] = relationship(back_populates="books")


class Page(BaseModel):
    total: int
    books: List[str] = []


class NamedPage(Page):
    name: str


class Job(BaseModel):
    work: Awaitable[int]
    note: Any = None


async def find_author(name: str) -> Author:
    return Author(id=len(name))


async def count() -> int:
    return 3


async def titles() -> list[str]:
    return ["Tides"]


async def add_book(session, name: str) -> Book:
    book = Book(id=1, author=find_author(name))  # forgotten: argument
    other = Book(id=2, author=await find_author(name))  # fine
    session.add(book)
    print(book.author, [each.author for each in (book, other)])
    return other


async def assign(session, book: Book, name: str) -> None:
    book.author = find_author(name)  # forgotten: value
    book.author = await find_author(name)  # fine
    await session.commit()
    print(book.author.id)


async def gather_books(author: Author, book: Book) -> None:
    author.books.append(make_book())  # forgotten: collection
    author.books.append(await make_book())  # fine


async def make_book() -> Book:
    return Book(id=3)


async def page() -> Page:
    total = count()  # forgotten: value
    return Page(total=total)


async def pages() -> list[Page]:
    return [
        NamedPage(name="new", total=count()),  # forgotten: argument
        NamedPage(name="old", total=await count(), books=titles()),  # forgotten: argument
        NamedPage(name="all", total=await count(), books=await titles()),  # fine
    ]


async def read_author(name: str) -> Page:
    author = find_author(name)  # forgotten: value
    return Page.model_validate(author)


async def run_later() -> int:
    job = Job(work=count(), note=count())  # fine
    await job.note
    return await job.work


T = TypeVar("T")


class Shelf(Base):
    __tablename__ = "shelf"
    __allow_unmapped__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    jobs: list = []


class Batch(BaseModel, Generic[T]):
    jobs: list
    first: Optional[T] = None
    totals: dict[str, int] = {}


async def unchecked(shelf: Shelf) -> int:
    shelf.jobs = [count(), count()]  # fine
    batch = Batch(jobs=[count(), count()], first=count())  # fine
    await asyncio.gather(*shelf.jobs, *batch.jobs)
    return await batch.first


async def checked(shelf: Shelf) -> Batch:
    shelf.id = count()  # forgotten: value
    return Batch(jobs=[], totals={"books": count()})  # forgotten: collection
