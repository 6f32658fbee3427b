import type {
  AuditFinding,
  AuditReport,
  ChainStep,
  EndpointAudit,
  ModuleMap,
  Obstacle,
  Readiness,
  RuleId,
  Verdict,
} from '../model.ts';

const place = (where: string): ChainStep['place'] => {
  const [file = '', line = '0'] = where.split(':');
  return { file, line: Number(line), start: Number(line) * 40, end: Number(line) * 40 + 20 };
};

/** A chain of `name @ file:line`, one on a line. */
function chainOf(...steps: readonly string[]): readonly ChainStep[] {
  return steps.map((step) => {
    const [name = '', where = ''] = step.split(' @ ');
    return { name, place: place(where) };
  });
}

const charge: Obstacle = {
  what: 'requests.Session.post',
  effect: 'blocks',
  severity: 'stall',
  why: 'waits for another server',
  remedy: 'Call it as wait(to_thread(...)), or use httpx.AsyncClient.',
  weight: 'wrap',
  chain: chainOf(
    'booking.api.bookings:make_booking @ booking/api/bookings.py:31',
    'booking.services.payments:charge @ booking/api/bookings.py:44',
    'booking.clients.harbour_bank:HarbourBank.collect @ booking/services/payments.py:18',
    'requests.Session.post @ booking/clients/harbour_bank.py:27',
  ),
};

const receipt: Obstacle = {
  what: 'smtplib.SMTP',
  effect: 'blocks',
  severity: 'stall',
  why: 'waits for a mail server',
  remedy: 'Call it as wait(to_thread(...)).',
  weight: 'wrap',
  chain: chainOf(
    'booking.api.bookings:make_booking @ booking/api/bookings.py:31',
    'booking.services.payments:charge @ booking/api/bookings.py:44',
    'booking.services.letters:send_receipt @ booking/services/payments.py:22',
    'smtplib.SMTP @ booking/services/letters.py:9',
  ),
};

const refund: Obstacle = {
  ...charge,
  chain: chainOf(
    'booking.api.bookings:cancel_booking @ booking/api/bookings.py:58',
    'booking.clients.harbour_bank:HarbourBank.collect @ booking/api/bookings.py:63',
    'requests.Session.post @ booking/clients/harbour_bank.py:27',
  ),
};

const cabinLock: Obstacle = {
  what: 'threading.Lock',
  effect: 'lock',
  severity: 'stall',
  why: 'is held while the database answers',
  remedy: 'Let the database lock the row: with_for_update().',
  weight: 'pin',
  chain: chainOf(
    'booking.api.cabins:take_cabin @ booking/api/cabins.py:12',
    'booking.services.cabins:CabinPlan.take @ booking/api/cabins.py:19',
    'threading.Lock @ booking/services/cabins.py:40',
  ),
};

const timetableFile: Obstacle = {
  what: 'pathlib.Path.read_text',
  effect: 'blocks',
  severity: 'brief',
  why: 'reads a small local file',
  remedy: '',
  weight: 'note',
  chain: chainOf(
    'booking.api.sailings:list_sailings @ booking/api/sailings.py:14',
    'pathlib.Path.read_text @ booking/services/timetable.py:7',
  ),
};

function endpoint(
  id: string,
  route: string,
  where: string,
  verdict: Verdict,
  rest: Partial<Omit<EndpointAudit, 'id'>> = {},
): EndpointAudit {
  const [methods = '', path = ''] = route.split(' ');
  return {
    id,
    methods: methods.split(','),
    path,
    place: place(where),
    isAsync: false,
    database: true,
    verdict,
    edits: verdict === 'edits' ? 1 : 0,
    effect: 'gains',
    why: 'it waits for the database most of its time',
    obstacles: [],
    ...rest,
  };
}

function finding(rule: RuleId, where: string, inside: string, rest: Partial<AuditFinding>): AuditFinding {
  return {
    rule,
    place: place(where),
    inside,
    what: '',
    why: '',
    next: '',
    applicability: 'needs-review',
    entryPoints: [],
    chain: [],
    fingerprint: `${rule}/${inside}`,
    ...rest,
  };
}

const map: ModuleMap = {
  modules: [
    { name: 'booking.api.bookings', state: 'edits', endpoints: 3 },
    { name: 'booking.api.cabins', state: 'stays', endpoints: 1 },
    { name: 'booking.api.sailings', state: 'fit', endpoints: 1 },
    { name: 'booking.clients.harbour_bank', state: 'edits', endpoints: 2 },
    { name: 'booking.models', state: 'fit', endpoints: 4 },
    { name: 'booking.services.cabins', state: 'stays', endpoints: 1 },
    { name: 'booking.services.letters', state: 'edits', endpoints: 1 },
    { name: 'booking.services.payments', state: 'edits', endpoints: 1 },
    { name: 'booking.settings', state: 'plain', endpoints: 0 },
  ],
  edges: [
    { from: 'booking.api.bookings', to: 'booking.services.payments', calls: 2 },
    { from: 'booking.api.bookings', to: 'booking.clients.harbour_bank', calls: 1 },
    { from: 'booking.api.bookings', to: 'booking.models', calls: 6 },
    { from: 'booking.api.cabins', to: 'booking.services.cabins', calls: 1 },
    { from: 'booking.api.sailings', to: 'booking.models', calls: 3 },
    { from: 'booking.services.payments', to: 'booking.clients.harbour_bank', calls: 1 },
    { from: 'booking.services.payments', to: 'booking.services.letters', calls: 1 },
    { from: 'booking.services.letters', to: 'booking.services.payments', calls: 1 },
    { from: 'booking.services.cabins', to: 'booking.models', calls: 2 },
  ],
};

const readiness: Readiness = {
  endpoints: { fit: 3, edits: 2, stays: 1 },
  databaseEndpoints: { fit: 2, edits: 2, stays: 1 },
  effects: { gains: 4, neutral: 1, loses: 1 },
  edits: 2,
  advice: 'go',
  why: ['Four of five endpoints with database work can run on the loop after two edits.'],
};

/** What an audit says of a small ferry office. */
export const ferryOffice: AuditReport = {
  version: 1,
  project: {
    files: 31,
    testFiles: 9,
    lines: 2480,
    functions: 164,
    refusals: [
      {
        file: 'scripts/old_import.py',
        why: 'Python 2: a print statement (line 3)',
        next: 'Carry it to Python 3, or delete it.',
      },
    ],
  },
  sight: {
    how: 'names',
    note: 'Calls were resolved by names, because no environment of the application was found.',
    calls: { inside: 310, outside: 540, unknown: 17 },
  },
  endpoints: [
    endpoint('booking.api.bookings:show_booking', 'GET /bookings/{number}', 'booking/api/bookings.py:20', 'fit'),
    endpoint('booking.api.bookings:make_booking', 'POST /bookings', 'booking/api/bookings.py:31', 'edits', {
      edits: 2,
      obstacles: [charge, receipt],
    }),
    endpoint(
      'booking.api.bookings:cancel_booking',
      'DELETE /bookings/{number}',
      'booking/api/bookings.py:58',
      'edits',
      { obstacles: [refund] },
    ),
    endpoint('booking.api.cabins:take_cabin', 'POST /cabins/{cabin}', 'booking/api/cabins.py:12', 'stays', {
      effect: 'loses',
      why: 'its lock would stop every request while one waits',
      obstacles: [cabinLock],
    }),
    endpoint('booking.api.sailings:list_sailings', 'GET /sailings', 'booking/api/sailings.py:14', 'fit', {
      obstacles: [timetableFile],
    }),
    endpoint('booking.main:health', 'GET /health', 'booking/main.py:11', 'fit', {
      isAsync: true,
      database: false,
      effect: 'neutral',
      why: 'it is on the loop already',
    }),
  ],
  findings: [
    finding('lock-across-io', 'booking/services/cabins.py:40', 'booking.services.cabins:CabinPlan.take', {
      what: 'a threading.Lock is held across database I/O',
      why: 'a second request on the same thread waits for ever',
      next: 'Let the database lock the row: with_for_update().',
      applicability: 'refused',
      entryPoints: ['booking.api.cabins:take_cabin'],
      chain: cabinLock.chain,
    }),
    finding('blocking-call', 'booking/weather.py:16', 'booking.weather:forecast', {
      what: 'requests.get(...) blocks the event loop',
      why: 'it waits for another server, inside an async function',
      next: 'Write await to_thread(requests.get, ...), or use httpx.AsyncClient.',
      entryPoints: ['booking.weather:warn_of_storms', 'booking.weather:poll'],
      chain: chainOf(
        'booking.weather:warn_of_storms @ booking/weather.py:30',
        'booking.weather:forecast @ booking/weather.py:33',
        'requests.get @ booking/weather.py:16',
      ),
    }),
    finding('forgotten-await', 'booking/weather.py:34', 'booking.weather:warn_of_storms', {
      what: 'notify_passengers(...) is not awaited',
      why: 'it is asynchronous, and nothing of it runs',
      next: 'Write await notify_passengers(...).',
      applicability: 'safe',
    }),
  ],
  programs: [
    {
      id: 'booking.cli:remind',
      kind: 'command',
      place: place('booking/cli.py:12'),
      isAsync: false,
      database: true,
      blocking: ['smtplib.SMTP'],
      shared: ['booking.services.letters:send_receipt'],
    },
    {
      id: 'booking.jobs:sweep',
      kind: 'job',
      place: place('booking/jobs.py:8'),
      isAsync: true,
      database: false,
      blocking: [],
      shared: [],
    },
  ],
  drivers: [
    {
      name: 'psycopg2-binary',
      kind: 'database',
      state: 'has-sibling',
      sibling: 'psycopg',
      note: 'psycopg 3 serves both colours with the same URL',
    },
    { name: 'requests', kind: 'http', state: 'has-sibling', sibling: 'httpx.AsyncClient', note: '' },
    { name: 'zeep', kind: 'http', state: 'no-sibling', sibling: '', note: 'its calls go to a thread' },
  ],
  readiness,
  map,
};

/** Names that a hostile repository could give its files, functions and routes. */
export const hostileOffice: AuditReport = {
  ...ferryOffice,
  endpoints: [
    endpoint(
      'booking.</script><script>alert(1)</script>:`sail`|x',
      'GET /<b>"&\'|`/\u001b[2J\u202e/[x](javascript:1)',
      'booking/a "b" |\u001b]0;x\u0007 %41#?.py:3',
      'stays',
      {
        obstacles: [
          { ...cabinLock, chain: chainOf('x"><img src=x>:f @ booking/]]>.py:3', 'y`|\u009b @ z\u2028.py:4') },
        ],
      },
    ),
  ],
  findings: [
    finding('hazard', 'booking/a "b" |\u001b]0;x\u0007 %41#?.py:3', '<i>:f', {
      what: 'a\u001b[31m | b <img src=x onerror=alert(1)>',
      why: '\u202eesrever',
      next: '# not a heading\n- nor a list',
    }),
  ],
  map: { modules: [{ name: '</text><script>alert(2)</script>', state: 'stays', endpoints: 1 }], edges: [] },
};
