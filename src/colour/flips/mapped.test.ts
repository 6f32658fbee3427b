import { expect, test } from 'vitest';
import { flipsOf } from '../testing/flips.ts';

test('what map and filter call is awaited in the comprehension that takes their place', async () => {
  const found = await flipsOf({
    trips: `from harbour import ask

def fare(port):
    return ask(port)

def is_near(port):
    return ask(port) < 10

class Desk:
    def book(self, port):
        return ask(port)

    def all(self, ports):
        return list(map(self.book, ports))

def fares(ports):
    return sum(map(fare, ports)), [port for port in list(filter(is_near, ports))]

PRICES = dict(map(fare, ["Voe", "Aith"]))
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips trips:Desk.book
    flips trips:fare
    flips trips:is_near
    flips trips:Desk.all
    flips trips:fares
    wait map in trips, line 19
    await ask in trips:Desk.book, line 11
    await map in trips:Desk.all, line 14
    await ask in trips:fare, line 4
    await ask in trips:is_near, line 7
    await filter in trips:fares, line 17
    await map in trips:fares, line 17
    stays trips: a module cannot be asynchronous"
  `);
});

test('a function stays where map or filter may call it later, or call something else, too', async () => {
  const found = await flipsOf({
    trips: `from harbour import ask

def fare(port):
    return ask(port)

def weight(port):
    return ask(port)

def legs(port):
    yield ask(port)

def late(ports):
    return map(fare, ports)

def either(ports, heavy):
    return list(map(weight if heavy else len, ports))

def every(ports):
    return list(map(legs, ports))

def ordered(ports):
    return sorted(ports, key=fare)
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "stays trips:fare: trips:fare is handed on: builtins.sorted may call it synchronously
    stays trips:weight: trips:weight is handed on: builtins.map may call it synchronously
    stays trips:legs: map calls it, and hands on what it gives"
  `);
});
