"""A library's database: books and their loans."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, relationship

try:
    from sqlalchemy.orm import declarative_base
except ImportError:  # pragma: no cover
    from sqlalchemy.ext.declarative import declarative_base

import ferryman

Base = declarative_base()


class Book(Base):
    __tablename__ = "books"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String(200), nullable=False)
    loans = relationship("Loan", back_populates="book", order_by="Loan.id")


class Loan(Base):
    __tablename__ = "loans"
    id = sa.Column(sa.Integer, primary_key=True)
    reader = sa.Column(sa.String(200), nullable=False)
    book_id = sa.Column(sa.ForeignKey("books.id"), nullable=False)
    book = relationship(Book, back_populates="loans")


TITLES = ("Moby-Dick", "Lord Jim", "The Sea-Wolf")


def fill(engine: Any) -> Any:
    """Create the tables in `engine`'s database and put the books in."""
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        for title in TITLES:
            session.add(Book(title=title, loans=[Loan(reader="Ishmael"), Loan(reader="Maud")]))
        session.commit()
    return engine


def library_engine(path: Any, **options: Any) -> Any:
    """A carried engine on a SQLite file, with a pool of five connections unless told otherwise."""
    from sqlalchemy.pool import QueuePool

    options.setdefault("poolclass", QueuePool)
    if options["poolclass"] is QueuePool:
        options = {"pool_size": 5, "max_overflow": 0, "pool_timeout": 20, **options}
    return fill(ferryman.create_engine(f"sqlite:///{path}", **options))


def titles(engine: Any) -> list[str]:
    """What a synchronous service does: open a session, query, read lazily."""
    with Session(engine) as session:
        return [book.title for book in session.query(Book).order_by(Book.id)]


def readers(engine: Any, title: str) -> list[str]:
    """One query and a lazy load."""
    with Session(engine) as session:
        book = session.query(Book).filter(Book.title == title).one()
        return [loan.reader for loan in book.loans]
