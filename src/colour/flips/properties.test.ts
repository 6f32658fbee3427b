import { expect, test } from 'vitest';
import { flipsOf } from '../testing/flips.ts';

const loan = `from harbour import ask

class Loan:
    def __init__(self, days):
        self.days = days

    @property
    def fee(self):
        return ask(self.days)
`;

test('a property becomes a method where every read of it is known', async () => {
  const found = await flipsOf({
    loans: `${loan}
class LateLoan(Loan):
    @property
    def fee(self):
        return super().fee + 1

def total(loans: list[Loan]):
    late = lambda first=Loan(2): first.fee
    return sum(loan.fee for loan in loans) + late()

def dearest(loans: list[Loan]):
    return Loan(1).fee.real
`,
    test_loans: `from loans import LateLoan

def test_fee():
    assert LateLoan(2).fee == 1
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips loans:LateLoan.fee
    flips loans:Loan.fee
    flips loans:total
    flips loans:dearest
    await ask in loans:Loan.fee, line 9
    await super().fee in loans:LateLoan.fee, line 14
    await loan.fee in loans:total, line 18
    wait first.fee in loans:total.<locals>.<lambda>, line 17
    await Loan(...).fee in loans:dearest, line 21
    wait LateLoan(...).fee in test_loans:test_fee, line 4
    stays loans:total.<locals>.<lambda>: a lambda cannot be asynchronous
    stays test_loans:test_fee: tests stay as they are"
  `);
});

const stays = async (more: string, other = '') => {
  const found = await flipsOf({ loans: `${loan}${more}`, ...(other === '' ? {} : { other }) });
  return found
    .split('\n')
    .filter((line) => line.startsWith('stays loans:Loan.fee') || line.includes('flips loans:Loan.fee'));
};

test('a property stays where somebody else may read it', async () => {
  const reasons = [
    await stays('\ndef show(loan):\n    return loan.fee\n'),
    await stays('\n    @fee.setter\n    def fee(self, fee):\n        self.days = fee\n'),
    await stays('\ndef show(loan: Loan, name):\n    return getattr(loan, name)\n'),
    await stays('\nFIELDS = ["days", "fee"]\n'),
    await stays('\ndef show(loan: Loan):\n    return "{loan.fee} due".format(loan=loan)\n'),
    await stays('\ndef show(loan: Loan):\n    loan.fee = 3\n'),
    await stays('\nclass Free(Loan):\n    fee = 0\n'),
    await stays('', 'from pydantic import BaseModel\n\nclass LoanOut(BaseModel):\n    fee: int\n'),
    await stays('', 'from fastapi.templating import Jinja2Templates\n'),
    await stays(
      '',
      'from loans import Loan\n\ndef kind(loan):\n    match loan:\n        case Loan(days=2, fee=3):\n            return 1\n',
    ),
    await stays('\nREAD = Loan.fee.fget\n'),
    await stays('\nclass Either:\n    fee = 1\n\ndef show(loan: Loan | Either):\n    return loan.fee\n'),
  ];
  expect(reasons.flat()).toMatchInlineSnapshot(`
    [
      "stays loans:Loan.fee: nobody knows whether loan.fee reaches loans:Loan.fee",
      "stays loans:Loan.fee: loans:Loan.fee: reading a property cannot be awaited",
      "stays loans:Loan.fee: builtins.getattr in show may read it",
      "stays loans:Loan.fee: a text names fee, and may be used to read it",
      "stays loans:Loan.fee: a text names fee, and may be used to read it",
      "stays loans:Loan.fee: fee is stored somewhere, too",
      "stays loans:Loan.fee: fee is stored somewhere, too",
      "stays loans:Loan.fee: LoanOut has an attribute of that name, and may be filled from it",
      "stays loans:Loan.fee: templates of fastapi.templating may read it",
      "stays loans:Loan.fee: a \`case\` may read fee",
      "stays loans:Loan.fee: nobody knows whether Loan.fee reaches loans:Loan.fee",
      "stays loans:Loan.fee: Either has an attribute of that name, and may be filled from it",
    ]
  `);
});

test('so it does where its class belongs to a library that may read it', async () => {
  const found = await flipsOf({
    loans: loan.replace('class Loan:', 'from pydantic import BaseModel\nclass Loan(BaseModel):'),
  });
  expect(found).toMatchInlineSnapshot(`"stays loans:Loan.fee: pydantic.BaseModel may read fee"`);
});
