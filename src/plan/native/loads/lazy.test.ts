import { expect, test } from 'vitest';
import { engine, planned } from '../../testing/native.ts';

/** What is told of reads that load, with all places of what stands for several. */
async function loads(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { remaining } = await planned({ 'engine.py': engine, ...files });
  return remaining
    .filter(({ kind }) => kind === 'lazy')
    .map(
      ({ file, line, what, why, places }) =>
        `${file}:${line} ${what}: ${why}${places ? ` (${places.join(', ')})` : ''}`,
    );
}

const models = `from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, backref, deferred, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    portrait: Mapped[bytes] = mapped_column(deferred=True)
    books: Mapped[list["Book"]] = relationship(back_populates="author")
    letters = relationship("Letter", lazy="dynamic")


class Book(Base):
    __tablename__ = "book"
    id = Column(Integer, primary_key=True)
    text = deferred(Column(String))
    author: Mapped[Author] = relationship(back_populates="books")
    shelf = relationship("Shelf", backref=backref("books_on_it", lazy="select"), lazy="joined")
    loans = relationship("Loan", lazy="selectin")
    lost = relationship("Loan", lazy="raise")


class Shelf(Base):
    __tablename__ = "shelf"
    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]


class Loan(Base):
    __tablename__ = "loan"
    id: Mapped[int] = mapped_column(primary_key=True)


class Letter(Base):
    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(primary_key=True)
`;

test('lazy relationships and deferred columns, and not what comes with its object', async () => {
  const desk = `from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Author, Book, Shelf

app = FastAPI()


@app.get("/books/{id}")
def describe(id: int, db: Session) -> str:
    book = db.get(Book, id)
    on_it = [each.id for each in book.shelf.books_on_it]
    return f"{book.author.id} {book.text} {len(book.loans)} {book.lost} {on_it}"


def letters(db: Session) -> list:
    found = db.scalars(select(Author).join(Author.books)).all()
    return [each.letters.count() for each in found if hasattr(each, "portrait")]


def empty(shelf: Shelf) -> None:
    shelf.books_on_it = []
`;
  expect(await loads({ 'models.py': models, 'desk.py': desk })).toMatchInlineSnapshot(`
    [
      "desk.py:14 Book.author: describe reads it; it is loaded when it is first read; runs for GET /books/{id}",
      "desk.py:14 Book.text: describe reads it; it is a column that is left out until it is read; runs for GET /books/{id}",
      "desk.py:19 Author.letters: letters reads it; it is a query that runs when it is gone through",
      "desk.py:19 Author.portrait: letters reads it; it is a column that is left out until it is read",
      "desk.py:23 Shelf.books_on_it: empty reads it; it is loaded when it is first read",
      "desk.py:13 Shelf.books_on_it: possibly read in 1 place where nobody knows the object (desk.py:13)",
    ]
  `);
});

test('receivers nobody knows are counted by attribute, and what is known to be something else is not', async () => {
  const desk = `from models import Author


class Desk:
    author = "a clerk"


def sign(thing, other):
    return thing.author, other.author, getattr(thing, "author"), thing.letters()


def sign_at(desk: Desk):
    return desk.author, Author.books, "".author
`;
  expect(await loads({ 'models.py': models, 'desk.py': desk })).toMatchInlineSnapshot(`
    [
      "desk.py:9 Book.author: possibly read in 1 place where nobody knows the object (desk.py:9)",
    ]
  `);
});

test('SQLModel, mixins with declared_attr, proxies, and relationships that are added later', async () => {
  const tables = `from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.orm import declared_attr, relationship
from sqlmodel import Field, Relationship, SQLModel


class Owned:
    @declared_attr
    def owner(cls):
        return relationship("Team")


class Team(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    heroes: list["Hero"] = Relationship(back_populates="team")
    eager: list["Hero"] = Relationship(sa_relationship_kwargs={"lazy": "selectin"})


class Hero(Owned, SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    team: Team | None = Relationship(back_populates="heroes")
    names = association_proxy("team", "heroes")


Team.rivals = relationship(Team)
`;
  const desk = `from sqlmodel import Session, select

from tables import Hero, Team


def roll_call(session: Session):
    hero = session.exec(select(Hero)).first()
    team = session.get(Team, 1)
    return hero.team.heroes, hero.owner, hero.names, team.eager, team.rivals
`;
  expect(await loads({ 'tables.py': tables, 'desk.py': desk })).toMatchInlineSnapshot(`
    [
      "desk.py:9 Team.heroes: roll_call reads it; it is loaded when it is first read",
      "desk.py:9 Hero.team: roll_call reads it; it is loaded when it is first read",
      "desk.py:9 Owned.owner: roll_call reads it; it is loaded when it is first read",
      "desk.py:9 Hero.names: roll_call reads it; it is loaded when it is first read",
      "desk.py:9 Team.rivals: roll_call reads it; it is loaded when it is first read",
    ]
  `);
});

test('response models, and models that are filled in the code, read relationships', async () => {
  const desk = `from fastapi import Depends, FastAPI
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import engine
from models import Author, Book

app = FastAPI()


class AuthorOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    books: list["BookOut"]


class BookOut(BaseModel):
    id: int
    author: AuthorOut | None
    loans: list[int]


class Catalogue(BaseModel):
    books: list[BookOut]


def get_db():
    with Session(engine) as db:
        yield db


@app.get("/books", response_model=list[BookOut])
def books(db: Session = Depends(get_db)):
    return db.scalars(select(Book)).all()


@app.get("/authors/{id}")
def author(id: int, db: Session = Depends(get_db)) -> AuthorOut:
    return AuthorOut.model_validate(db.get(Author, id))


@app.get("/catalogue")
def catalogue(db: Session = Depends(get_db)) -> Catalogue:
    return Catalogue(books=db.scalars(select(Book)).all())
`;
  expect(await loads({ 'models.py': models, 'desk.py': desk })).toMatchInlineSnapshot(`
    [
      "desk.py:34 Book.author: the response model BookOut reads it; runs for GET /books",
      "desk.py:34 Author.books: the response model AuthorOut reads it; runs for GET /books",
      "desk.py:40 Author.books: the model AuthorOut reads it; runs for GET /authors/{id}",
      "desk.py:40 Book.author: the model BookOut reads it; runs for GET /authors/{id}",
      "desk.py:45 Book.author: the model BookOut reads it; runs for GET /catalogue",
      "desk.py:45 Author.books: the model AuthorOut reads it; runs for GET /catalogue",
    ]
  `);
});
