/** One kind of request in the mix. */
export interface Kind {
  readonly id: string;
  /** How often, among the others. */
  readonly weight: number;
  /** Endings that are right. */
  readonly expected: readonly string[];
  /** The client hangs up after a random time of up to so many milliseconds. */
  readonly leavesAfterMs?: number;
  request(token: string, random: () => number): string;
}

const get = (path: string) => (token: string) => `GET ${path} HTTP/1.1\r\nhost: ferry\r\nx-token: ${token}\r\n\r\n`;

function post(path: string, token: string, content: unknown): string {
  const body = JSON.stringify(content);
  const headers = `host: ferry\r\ncontent-type: application/json\r\nx-token: ${token}\r\ncontent-length: ${body.length}`;
  return `POST ${path} HTTP/1.1\r\n${headers}\r\n\r\n${body}`;
}

// Few sailings: their locks are fought for, and some are sold out.
const book = (token: string, random: () => number) =>
  post('/bookings', token, { sailing_id: 1 + Math.floor(random() * 9), name: 'Andersen', passengers: 20 });

export const KINDS: readonly Kind[] = [
  { id: 'list', weight: 6, expected: ['200'], request: get('/sailings?limit=4') },
  { id: 'one sailing', weight: 6, expected: ['200'], request: get('/sailings/3') },
  { id: 'not found', weight: 2, expected: ['404'], request: get('/bookings/0') },
  { id: 'book', weight: 4, expected: ['201', '409'], request: book },
  { id: 'book and leave', weight: 4, expected: ['201', '409', 'left'], leavesAfterMs: 60, request: book },
  { id: 'nested', weight: 4, expected: ['200'], request: get('/soak/nested') },
  { id: 'nested and leave', weight: 2, expected: ['200', 'left'], leavesAfterMs: 60, request: get('/soak/nested') },
  { id: 'error', weight: 3, expected: ['500'], request: get('/soak/error') },
  { id: 'statement timeout', weight: 2, expected: ['500'], request: get('/soak/statement') },
  { id: 'handler timeout', weight: 2, expected: ['504', '200'], request: get('/soak/timeout') },
  { id: 'slow and leave', weight: 3, expected: ['200', 'left'], leavesAfterMs: 250, request: get('/soak/slow') },
  { id: 'never closed', weight: 2, expected: ['200'], request: get('/soak/forgotten') },
  { id: 'stream', weight: 2, expected: ['200'], request: get('/soak/stream') },
  { id: 'stream and leave', weight: 2, expected: ['200', 'left'], leavesAfterMs: 80, request: get('/soak/stream') },
  { id: 'passengers', weight: 2, expected: ['200'], request: get('/sailings/4/passengers') },
  {
    id: 'threaded',
    weight: 1,
    expected: ['401'],
    request: (token) => post('/agents/login', token, { name: 'harbour office', password: 'land ho' }),
  },
];
