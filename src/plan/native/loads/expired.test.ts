import { expect, test } from 'vitest';
import { planned } from '../../testing/native.ts';

const head = (factory: string) => `from ferryman import create_engine
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine("sqlite:///library.db")
SessionLocal = ${factory}
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Loan(Base):
    __tablename__ = "loan"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    fee: Mapped[int]


class LoanOut(BaseModel):
    id: int
    title: str


`;

async function expired(text: string, factory = 'sessionmaker(engine)'): Promise<readonly string[]> {
  const start = head(factory);
  const { remaining } = await planned({ 'library.py': start + text });
  const lines = start.split('\n').length - 1;
  // Lines are counted from the first one of the functions.
  return remaining
    .filter(({ kind }) => kind === 'expired')
    .map(({ line, what, why, places = [] }) => {
      const at = places.map((place) => Number(place.split(':')[1]) - lines).join(', ');
      return `${line - lines} ${what}: ${why.replace(/line (\d+)/gu, (_, n: string) => `line ${Number(n) - lines}`)} [${at}]`;
    });
}

test('columns that are read after a commit, until the object is refreshed or read again', async () => {
  expect(
    await expired(`def forgive(db: Session, loan: Loan) -> str:
    loan.fee = loan.fee - 1
    db.commit()
    shown = f"{loan.title} {loan.fee}"
    db.refresh(loan)
    return shown + loan.title


def lend(db: Session) -> str:
    loan = Loan(title="Emma", fee=0)
    db.add(loan)
    db.rollback()
    loan = db.get(Loan, 1)
    return loan.title


def all_of_them(db: Session) -> None:
    for loan in db.scalars(select(Loan)).all():
        print(loan.title)
        db.commit()
`),
  ).toMatchInlineSnapshot(`
    [
      "4 columns of Loan: forgive reads title, fee of loan: after commit() in line 3 [4]",
      "19 columns of Loan: all_of_them reads title of loan: after commit() in line 20 [19]",
    ]
  `);
});

test('what is called after a commit, however deep', async () => {
  expect(
    await expired(`def save(db: Session) -> None:
    db.commit()


def lend(db: Session, loan: Loan, log) -> None:
    describe(loan)
    save(db)
    remember(loan)
    print(log.title)


def remember(loan: Loan) -> None:
    describe_it(loan)


def describe_it(loan: Loan) -> str:
    return loan.title


def describe(loan: Loan) -> str:
    return loan.title
`),
  ).toMatchInlineSnapshot(`
    [
      "17 columns of Loan: describe_it reads title of loan: library:lend ends a transaction (save) and calls it [17]",
      "9 title of objects nobody knows: possibly a column, read in 1 place after a commit or rollback [9]",
    ]
  `);
});

test('handlers after a dependency that commits, and their response models', async () => {
  expect(
    await expired(`def get_db():
    with SessionLocal() as db:
        yield db
        db.commit()


def current(db: Session = Depends(get_db)) -> Loan:
    loan = db.get(Loan, 1)
    loan.fee = 0
    db.commit()
    return loan


@app.get("/loan", response_model=LoanOut)
def show(loan: Loan = Depends(current)):
    return loan


@app.post("/loan")
def make(db: Session = Depends(get_db)) -> LoanOut:
    loan = Loan(title="Emma", fee=0)
    db.add(loan)
    db.commit()
    db.refresh(loan)
    return loan
`),
  ).toMatchInlineSnapshot(`
    [
      "15 columns of Loan: the response model LoanOut reads them after a commit or rollback []",
    ]
  `);
});

test('sessions that keep what they hold expire it when they roll back', async () => {
  const text = `def forgive(loan: Loan) -> str:
    with SessionLocal() as db:
        db.commit()
        print(loan.title)
        db.rollback()
        return loan.fee
`;
  expect(await expired(text, 'sessionmaker(engine, expire_on_commit=False)')).toMatchInlineSnapshot(`
    [
      "6 columns of Loan: forgive reads fee of loan: after rollback() in line 5 [6]",
    ]
  `);
});
