import { expect, test } from 'vitest';
import { flipsOf } from '../testing/flips.ts';

const crew = `from harbour import ask

class Crew:
    def __init__(self, boat, size=2):
        self.boat = boat
        self.names = ask(size)
`;

test('an object that waits as it is made comes from a factory that is awaited', async () => {
  const found = await flipsOf({
    crews: `${crew}
class NightCrew(Crew):
    @classmethod
    def hire(cls, boat):
        return cls(boat, size=3)

def hire(boat):
    return Crew(boat), NightCrew.hire(boat), isinstance(boat, Crew)
`,
    test_crews: `from crews import Crew

def test_names():
    assert Crew("Swan").names
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "flips crews:Crew.__init__
    flips crews:NightCrew.hire
    flips crews:hire
    await ask in crews:Crew.__init__, line 6
    await NightCrew.hire in crews:hire, line 14
    await cls in crews:NightCrew.hire, line 11
    await Crew in crews:hire, line 14
    wait Crew in test_crews:test_names, line 4
    stays test_crews:test_names: tests stay as they are"
  `);
});

const stays = async (more: string, text = crew) => {
  const found = await flipsOf({ crews: `${text}${more}` });
  return found
    .split('\n')
    .filter((line) => line.startsWith('stays crews:Crew.__init__') || line.includes('flips crews:Crew.__init__'));
};

test('an object stays as it is where somebody else may make it', async () => {
  const reasons = [
    await stays('\nKINDS = [Crew]\n'),
    await stays('\ndef hire(make=Crew):\n    return make(1)\n'),
    await stays('\nclass NightCrew(Crew):\n    def __init__(self, boat):\n        super().__init__(boat)\n'),
    await stays('\nclass NightCrew(Crew, list):\n    pass\n'),
    await stays('\nKIND = "crews.Crew"\n'),
    await stays('\n    def create(self):\n        return self\n'),
    await stays('\n    def __new__(cls, *given):\n        return object.__new__(cls)\n'),
    await stays('\ndef hire(boat, kind):\n    match kind:\n        case Crew(boat=1):\n            return 1\n'),
    await stays('\ndef again(crew: Crew):\n    Crew.__init__(crew, 1)\n'),
    await stays('', crew.replace('class Crew:', 'class Crew(Exception):')),
    await stays('', crew.replace('class Crew:', 'class Crew(metaclass=type):')),
    await stays('', crew.replace('size=2', 'size=len("ab")')),
    await stays('', crew.replace('class Crew:', 'from dataclasses import dataclass\n@dataclass\nclass Crew:')),
    await stays(
      '\nfrom fastapi import Depends, FastAPI\napp = FastAPI()\n@app.get("/")\ndef show(crew: Crew = Depends()):\n    return 1\n',
    ),
    await stays(
      '\nfrom fastapi import Depends, FastAPI\napp = FastAPI()\n@app.get("/")\ndef show(crew: Crew = Depends(Crew)):\n    return 1\n',
    ),
  ];
  expect(reasons.flat()).toMatchInlineSnapshot(`
    [
      "stays crews:Crew.__init__: its class is handed on in crews",
      "stays crews:Crew.__init__: its class is handed on in crews",
      "stays crews:Crew.__init__: crews:NightCrew.__init__: Crew has an \`__init__\`, too",
      "stays crews:Crew.__init__: builtins.list may make it",
      "stays crews:Crew.__init__: a text names its class, and may be used to make it",
      "stays crews:Crew.__init__: Crew has something else by the name create",
      "stays crews:Crew.__init__: Crew makes its objects in \`__new__\`",
      "stays crews:Crew.__init__: a \`case\` names its class",
      "stays crews:Crew.__init__: again calls it by its name",
      "stays crews:Crew.__init__: builtins.Exception may make it",
      "stays crews:Crew.__init__: Crew has a metaclass, or arguments for one",
      "stays crews:Crew.__init__: a default is worked out as it is defined",
      "stays crews:Crew.__init__: a decorator of Crew may make it, or what it makes",
      "stays crews:Crew.__init__: FastAPI makes Crew itself",
      "stays crews:Crew.__init__: FastAPI makes Crew itself",
    ]
  `);
});
