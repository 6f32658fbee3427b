import { describe, expect, it } from 'vitest';
import { type Soaked, violations } from './judge.ts';

const calm: Soaked = {
  endings: { list: { 200: 40 }, book: { 201: 9, 409: 2 }, 'slow and leave': { left: 7 } },
  before: { 'busy frames': 2, tasks: 3, rss: 80e6 },
  after: { 'busy frames': 3, tasks: 3, rss: 82e6, 'under way': 0, 'checked out': 0 },
  backends: { idle: 5 },
  poolSize: 5,
  leftRows: 0,
};

describe('a soak', () => {
  it('is clean when everything ended as it should and went back to where it was', () => {
    expect(violations(calm)).toEqual([]);
  });

  it('names everything that did not', () => {
    const bad: Soaked = {
      endings: { list: { 200: 40, 503: 2 }, book: { stuck: 1 } },
      before: calm.before,
      after: {
        'busy frames': 9,
        tasks: 20,
        rss: 99e6,
        'under way': 1,
        'checked out': 2,
        'sessions seen by two requests': 1,
        'connections seen by two requests': 4,
      },
      backends: { idle: 5, 'idle in transaction': 1 },
      poolSize: 5,
      leftRows: 3,
    };
    expect(violations(bad)).toMatchInlineSnapshot(`
      [
        "2 x 503 for "list", expected 200",
        "1 x stuck for "book", expected 201 or 409",
        "1 sessions seen by two requests",
        "4 connections seen by two requests",
        "under way at the end: 1",
        "checked out at the end: 2",
        "busy frames: 2 at first, 9 at the end",
        "tasks: 3 at first, 20 at the end",
        "6 connections to the database, the pool has 5",
        "1 connections are "idle in transaction" at the end",
        "3 rows of requests that failed were committed",
        "memory grew by 23.8 %",
      ]
    `);
  });
});
