import { expect, test } from 'vitest';
import { verdictsOf } from './testing/verdicts.ts';

const app = `
import time
from fastapi import FastAPI
app = FastAPI()
kept = []
`;

test('a function that is only named, shown or answered to a request is called by nobody', async () => {
  const verdicts = await verdictsOf({
    'main.py': `${app}
@app.get("/answered")
def answered():
    later = lambda: time.sleep(1)
    print(f"{later}")
    return {"later": [later]}
@app.get("/called")
def called():
    later = lambda: time.sleep(1)
    return later()
@app.get("/kept")
def keeps():
    later = lambda: time.sleep(1)
    kept.append(later)
@app.get("/inside")
def inside():
    later = lambda: time.sleep(1)
    def tell():
        kept.append(later)
    return tell()
@app.get("/elsewhere")
def elsewhere():
    later = lambda: time.sleep(1)
    return later
@app.get("/model", response_model=list)
def through_a_model():
    return [lambda: time.sleep(1)]
later = elsewhere()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:answered bridged
    main:called threaded
      blocks: call called.<locals>.<lambda> > call time.sleep
    main:keeps threaded
      blocks: mention keeps.<locals>.<lambda> > call time.sleep
    main:inside threaded
      blocks: mention inside.<locals>.<lambda> > call time.sleep
    main:elsewhere threaded
      blocks: mention elsewhere.<locals>.<lambda> > call time.sleep
    main:through_a_model threaded
      blocks: mention through_a_model.<locals>.<lambda> > call time.sleep"
  `);
});

const berth = `
class Berth:
    def __init__(self):
        self.depth = 7
    def __enter__(self):
        return self
    def __exit__(self, *problem):
        return None
    def __str__(self):
        return "berth"
    def __len__(self):
        time.sleep(1)
        return 1
    def free(self):
        return self.depth
`;

test('methods that Python runs count where it does, as long as the object stays in its function', async () => {
  const verdicts = await verdictsOf({
    'main.py': `${app}${berth}
@app.get("/stays")
def stays():
    berth = Berth()
    with berth as same:
        return f"{same}", berth.free(), berth.depth
@app.get("/asked")
def asked():
    berth = Berth()
    return len(berth)
@app.get("/tested")
def tested():
    if berth := Berth():
        return berth.depth
@app.get("/answered")
def answered():
    return Berth()
@app.get("/kept")
def keeps():
    with Berth() as berth:
        kept.append(berth)
@app.get("/looped")
def looped():
    for berth in [Berth()]:
        berth.free()
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:stays bridged
    main:asked threaded
      blocks: call Berth.__len__ > call time.sleep
    main:tested threaded
      blocks: call Berth.__len__ > call time.sleep
    main:answered threaded
      blocks: instance Berth.__len__ > call time.sleep
    main:keeps threaded
      blocks: instance Berth.__len__ > call time.sleep
    main:looped threaded
      blocks: instance Berth.__len__ > call time.sleep"
  `);
});

test('a class that gives itself away lets go of its objects', async () => {
  const verdicts = await verdictsOf({
    'main.py': `${app}
class Told:
    def tell(self):
        kept.append(self)
    def __len__(self):
        time.sleep(1)
        return 1
class Derived(Told):
    pass
class Itself:
    def same(self):
        return self
    def __len__(self):
        time.sleep(1)
        return 1
class Field:
    def __get__(self, ship, cls):
        kept.append(ship)
class Ship:
    name = Field()
    def __len__(self):
        time.sleep(1)
        return 1
@app.get("/told")
def told():
    Told().tell()
@app.get("/derived")
def derived():
    Derived().tell()
@app.get("/itself")
def itself():
    kept.append(Itself().same())
@app.get("/ship")
def ship():
    return Ship().name
`,
  });
  expect(verdicts).toMatchInlineSnapshot(`
    "main:told threaded
      blocks: instance Told.__len__ > call time.sleep
    main:derived threaded
      blocks: instance Told.__len__ > call time.sleep
    main:itself threaded
      blocks: instance Itself.__len__ > call time.sleep
    main:ship threaded
      blocks: instance Ship.__len__ > call time.sleep"
  `);
});
