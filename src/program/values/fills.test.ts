import { expect, test } from 'vitest';
import { answer } from '../testing/answer.ts';

const two = 'def bell(): ...\ndef horn(): ...\n';

test.each([
  ['append', 'signals = []\nsignals.append(bell)\nanswer = [each for each in signals][0]\n'],
  ['an item', 'signals = {}\nsignals["fog"] = bell\nanswer = signals["fog"]\n'],
  ['update by keyword', 'signals = {}\nsignals.update(fog=bell)\nanswer = signals.get("fog")\n'],
  ['extend', 'signals = []\nsignals.extend([bell])\nanswer = signals.pop()\n'],
  ['a list inside a dict', 'signals = {}\nsignals.setdefault("fog", []).append(bell)\nanswer = signals["fog"][0]\n'],
  ['a function that adds', 'signals = []\ndef add(one):\n    signals.append(one)\nadd(bell)\nanswer = signals[0]\n'],
])('what is put into a container by %s comes out of it', async (_, text) => {
  const found = await answer({ 'main.py': two + text });
  expect(found).toContain('function bell');
  expect(found).not.toContain('function horn');
});

test('a container of another module, and of an object, is filled from here', async () => {
  const registry = 'HANDLERS = {}\nclass Bus:\n    def __init__(self):\n        self.handlers = []\nbus = Bus()\n';
  const main =
    'from registry import HANDLERS, bus\nimport registry\nHANDLERS["fog"] = bell\nbus.handlers.append(horn)\n';
  const read = (last: string) => answer({ 'registry.py': registry, 'main.py': `${two}${main}${last}` });
  expect(await read('answer = registry.HANDLERS["fog"]\n')).toContain('function bell');
  expect(await read('answer = bus.handlers[0]\n')).toContain('function horn');
});

test.each([
  [
    'unpacked lists',
    'def first(one, two):\n    return two\nanswer = first(*[bell, horn])\n',
    ['function bell', 'function horn'],
  ],
  [
    'arguments before the star',
    'def first(one, *rest):\n    return one\nanswer = first(bell, *[horn])\n',
    ['function bell'],
  ],
  [
    'what is left over',
    'def rest(one, *more):\n    return more[0]\nanswer = rest(bell, horn)\n',
    ['function horn', 'many function horn'],
  ],
  [
    'keywords',
    'def run(**jobs):\n    return jobs["a"]\nanswer = run(a=bell)\n',
    ['function bell', 'many function bell'],
  ],
  [
    'unpacked dicts',
    'def run(text, signal):\n    return signal\nanswer = run(**{"signal": bell})\n',
    ['function bell'],
  ],
])('a parameter gets %s', async (_, text, expected) => {
  expect(await answer({ 'main.py': two + text })).toEqual(expected);
});

test('a caught exception is an instance of its class', async () => {
  const classes = 'class Full(Exception): ...\nclass Closed(Exception): ...\n';
  const text = 'try:\n    book()\nexcept (Full, Closed) as problem:\n    answer = problem\n';
  expect(await answer({ 'main.py': classes + text })).toEqual(['instance Closed', 'instance Full']);
});

test('an iterator that gives itself has no end, and is read in one', async () => {
  const text =
    'class Fleet:\n    def __iter__(self):\n        return self\n    def __next__(self):\n        return bell\n';
  expect(await answer({ 'main.py': `${two}${text}answer = [ship for ship in Fleet()][0]\n` })).toContain(
    'function bell',
  );
});

test('a decorator that gives back what it gets hands it to its registry; one that wraps does not', async () => {
  const registry =
    'HANDLERS = {}\ndef on(event):\n    def keep(function):\n        HANDLERS[event] = function\n        return function\n    return keep\n';
  const main = '@on("fog")\ndef slow(): ...\ndef stay(): ...\nanswer = HANDLERS["fog"]\n';
  expect(await answer({ 'main.py': registry + main })).toEqual([
    'function slow',
    'many function slow',
    'many unknown',
    'unknown',
  ]);
});

test('a session is no container, whatever is added to it', async () => {
  const text =
    'from sqlalchemy.orm import Session\nclass Loan: ...\ndef lend(session: Session):\n    session.add(Loan())\n    answer = session.get\n';
  expect(await answer({ 'main.py': text }, 'lend')).toEqual(['external sqlalchemy.orm.Session.get']);
  const shelf = 'class Shelf:\n    def __init__(self, session: Session):\n        self.session = session\n';
  const put = '    def put(self):\n        self.session.add(Loan())\n        answer = self.session.get\n';
  const both = `from sqlalchemy.orm import Session\nclass Loan: ...\n${shelf}${put}`;
  expect(await answer({ 'main.py': both }, 'Shelf.put')).toEqual(['external sqlalchemy.orm.Session.get']);
  const awaited =
    'from sqlalchemy.ext.asyncio import AsyncSession\nclass Loan: ...\ndef lend(session: AsyncSession):\n    session.add(Loan())\n    answer = session.get\n';
  expect(await answer({ 'main.py': awaited }, 'lend')).toEqual(['external sqlalchemy.ext.asyncio.AsyncSession.get']);
});

test('a class of sessions is no container either', async () => {
  const text =
    'from sqlalchemy.orm import Session\nclass Loan: ...\nclass Ledger(Session): ...\ndef lend(ledger: Ledger):\n    ledger.add(Loan())\n    answer = ledger.get\n';
  expect(await answer({ 'main.py': text }, 'lend')).toEqual(['external sqlalchemy.orm.Session.get']);
});

test('putting something into what a base class made does not hide what it is', async () => {
  const text = `class Desk:
    def put(self, loan): ...
class Owner:
    def __init__(self):
        self._desk = Desk()
class Clerk(Owner):
    def take(self):
        self._desk.put("Emma")
        answer = self._desk
`;
  expect(await answer({ 'main.py': text }, 'Clerk.take')).toEqual(['instance Desk']);
});
