import { expect, test } from 'vitest';
import { openProgram } from '../program.ts';
import { smallProject } from '../testing/small-project.ts';

const source = `
async def sail(ship, ports):
    ship.whistle()
    if ship.ready and ship.full(): pass
    elif not ship.late: pass
    while ship.moving: pass
    assert ship.safe, ship.log()
    async for port in ship.route: pass
    open_ports = [port async for port in ports if port.open]
    name = ship.long if ship.old else ship.short
    match ship.kind:
        case 1 if ship.fast: pass
    print("%s at %s" % (ship.name, ship.port), ("%d" ) % 3, 7 - 2)
    raise ship.error from ship.cause
    ship.sink()

def hand_on(ship):
    if True: ship.sail()
    else: ship.rest()
    yield from ship.crew
    yield ship.cargo
`;

test('the use of an expression where only its place decides', async () => {
  const program = await openProgram(smallProject({ 'ship.py': source }));
  const text = (span: { start: number; end: number }) => source.slice(span.start, span.end);
  const shown = program.project.functions
    .filter((fn) => fn.facts.kind === 'function')
    .map(({ facts: { name, usage } }) => ({
      name,
      bare: usage.bare.map(text),
      tested: usage.tested.map(({ expr, how }) => `${how}: ${text(expr)}`),
      asyncIterated: usage.asyncIterated.map(text),
      delegated: usage.delegated.map(text),
      remainders: usage.remainders.map(text),
      loops: usage.loops.map(text),
      comprehensions: usage.comprehensions.map(text),
      blocks: usage.blocks.length,
      dead: usage.dead.map(text),
    }));
  expect(shown).toMatchInlineSnapshot(`
    [
      {
        "asyncIterated": [
          "ship.route",
          "ports",
        ],
        "bare": [
          "ship.whistle()",
          "print("%s at %s" % (ship.name, ship.port), ("%d" ) % 3, 7 - 2)",
          "ship.sink()",
        ],
        "blocks": 7,
        "comprehensions": [
          "[port async for port in ports if port.open]",
        ],
        "dead": [
          "ship.sink()",
        ],
        "delegated": [],
        "loops": [
          "while ship.moving: pass",
          "async for port in ship.route: pass",
        ],
        "name": "sail",
        "remainders": [
          ""%s at %s" % (ship.name, ship.port)",
          "("%d" ) % 3",
        ],
        "tested": [
          "operand: ship.ready",
          "if: ship.ready and ship.full()",
          "if: not ship.late",
          "while: ship.moving",
          "assert: ship.safe",
          "comprehension: port.open",
          "conditional: ship.old",
          "match: ship.kind",
          "raise: ship.error",
        ],
      },
      {
        "asyncIterated": [],
        "bare": [
          "ship.sail()",
          "ship.rest()",
          "yield from ship.crew",
          "yield ship.cargo",
        ],
        "blocks": 3,
        "comprehensions": [],
        "dead": [
          "else: ship.rest()",
        ],
        "delegated": [
          "ship.crew",
        ],
        "loops": [],
        "name": "hand_on",
        "remainders": [],
        "tested": [
          "if: True",
        ],
      },
    ]
  `);
});

test('what is tested, bare or gone through is among the expressions of its scope, as the same object', async () => {
  const program = await openProgram(smallProject({ 'ship.py': source }));
  const sail = program.project.functionsNamed('sail')[0]?.facts;
  const roots = new Set([...(sail?.expressions ?? []), ...(sail?.bindings.map((binding) => binding.value) ?? [])]);
  const used = sail && [
    ...sail.usage.bare,
    ...sail.usage.asyncIterated,
    ...sail.usage.tested.filter(({ how }) => how !== 'operand').map(({ expr }) => expr),
  ];
  expect(used?.filter((expr) => !roots.has(expr))).toEqual([]);
  expect(used?.length).toBe(13);
});
