import { expect, test } from 'vitest';
import type { Plan } from '../plan/index.ts';
import { planData, renderPlan } from './render-plan.ts';
import { painter } from './terminal.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const endpoint = (name: string, reasons: readonly string[]): Plan['endpoints'][number] => ({
  id: `booking.api.${name}`,
  methods: ['GET'],
  path: `/${name}`,
  file: 'booking/api/sailings.py',
  line: 12,
  database: name !== 'health',
  state: reasons.length === 0 ? 'bridged' : 'threaded',
  offloads: 0,
  reasons,
  holdsLoop: [],
});

const plan: Plan = {
  root: '/home/anna/ferry-booking',
  files: [
    {
      path: 'booking/database.py',
      beforeHash: '5d1c',
      before: bytes('from sqlalchemy import create_engine\n\nengine = create_engine("sqlite:///booking.db")\n'),
      after: bytes('from ferryman import create_engine\n\nengine = create_engine("sqlite:///booking.db")\n'),
    },
    { path: 'booking/ferryman_crossing.py', beforeHash: null, before: undefined, after: bytes('BRIDGED = [\n]\n') },
  ],
  endpoints: [
    endpoint('sailings:list_sailings', []),
    endpoint('sailings:book', []),
    endpoint('agents:sign_in', ['booking.services.agents:check -> hashlib.scrypt: hashes a password']),
    endpoint('agents:sign_up', ['booking.services.agents:store -> hashlib.scrypt: hashes a password']),
    endpoint('health', ['time.sleep: sleeps']),
  ],
  findings: [
    {
      recipe: 'engine/create-engine',
      file: 'booking/reports.py',
      line: 31,
      what: 'create_engine with creator=',
      why: 'a creator makes synchronous connections, and what it does is known only to the application',
      applicability: 'refused',
      changed: false,
      next: 'Give the engine a URL, or leave the endpoints that use it in threads.',
    },
    {
      recipe: 'program',
      file: 'notes\n.py',
      line: 0,
      what: 'not read (FERRY_ODD_FILE_NAME)',
      why: 'its name holds a line feed',
      applicability: 'needs-review',
      changed: false,
      next: '',
    },
    {
      recipe: 'engine/create-engine',
      file: 'booking/database.py',
      line: 3,
      what: 'create_engine',
      why: 'the engine goes onto the asynchronous driver',
      applicability: 'safe',
      changed: true,
      next: '',
    },
  ],
};

test('a plan for a person', () => {
  expect(renderPlan(plan, painter(false), 80)).toMatchInlineSnapshot(`
    "2 files
      +1 -1  booking/database.py
      +2 -0  booking/ferryman_crossing.py (new)

    5 endpoints: 2 bridged, 3 threaded
      with database work: 2 of 4 bridged

    threaded because
        2  hashlib.scrypt: hashes a password
        1  time.sleep: sleeps

    refused (1)
      booking/reports.py:31
        create_engine with creator=: a creator makes synchronous connections, and
        what it does is known only to the application
        next: Give the engine a URL, or leave the endpoints that use it in threads.

    needs review (1)
      "notes\\n.py"
        not read (FERRY_ODD_FILE_NAME): its name holds a line feed
    "
  `);
});

test('a plan for machines has every endpoint and finding, and no bytes', () => {
  const data = planData(plan);
  expect(data['files']).toMatchInlineSnapshot(`
    [
      {
        "added": 1,
        "isNew": false,
        "path": "booking/database.py",
        "removed": 1,
      },
      {
        "added": 2,
        "isNew": true,
        "path": "booking/ferryman_crossing.py",
        "removed": 0,
      },
    ]
  `);
  expect(data['diff']).toMatchInlineSnapshot(`
    "--- a/booking/database.py
    +++ b/booking/database.py
    @@ -1,3 +1,3 @@
    -from sqlalchemy import create_engine
    +from ferryman import create_engine
     
     engine = create_engine("sqlite:///booking.db")
    --- /dev/null
    +++ b/booking/ferryman_crossing.py
    @@ -0,0 +1,2 @@
    +BRIDGED = [
    +]
    "
  `);
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
});
