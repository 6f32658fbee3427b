import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerReader } from './answers.ts';

const SAILING = 'HTTP/1.1 200 OK\r\nContent-Length: 14\r\ncontent-type: text/plain\r\n\r\nRostock-Gedser';
const LIST = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\nRostock\r\n6\r\nGedser\r\n0\r\n\r\n';
const CANCELLED = 'HTTP/1.1 204 No Content\r\nserver: ferry\r\n\r\n';
const SOLD_OUT = 'HTTP/1.1 409 Conflict\r\ncontent-length: 0\r\n\r\n';

describe('the answers of a keep-alive connection', () => {
  it('are found wherever the bytes are cut', () => {
    const all = SAILING + LIST + CANCELLED + SOLD_OUT;
    fc.assert(
      fc.property(fc.array(fc.nat(all.length), { maxLength: 8 }), (cuts) => {
        const reader = new AnswerReader();
        const places = [0, ...cuts.toSorted((a, b) => a - b), all.length];
        const found = places.slice(1).flatMap((end, index) => reader.add(all.slice(places[index], end)));
        expect(found).toEqual([200, 200, 204, 409]);
      }),
    );
  });

  it('must say how long they are', () => {
    expect(() => new AnswerReader().add('HTTP/1.1 200 OK\r\nserver: ferry\r\n\r\n')).toThrow('without a length');
  });
});
