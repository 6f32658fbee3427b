import { expect, test } from 'vitest';
import { openGate } from './gate.ts';

test('two are let in at a time, one who is alone waits for both, and those behind wait for it', async () => {
  const gate = openGate(2);
  const seen: string[] = [];
  const visit = async (name: string, alone: boolean) => {
    const leave = await gate.enter(alone);
    seen.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push(`${name} out`);
    leave();
  };
  await Promise.all([visit('Ann', false), visit('Bea', false), visit('Cid', true), visit('Dee', false)]);
  expect(seen).toEqual(['Ann in', 'Bea in', 'Ann out', 'Bea out', 'Cid in', 'Cid out', 'Dee in', 'Dee out']);
});

test('whoever gives up makes room for those behind', async () => {
  const gate = openGate(2);
  const abort = new AbortController();
  const leave = await gate.enter(false);
  const impatient = gate.enter(true, abort.signal);
  const patient = gate.enter(false);
  abort.abort(new Error('missed the ferry'));
  await expect(impatient).rejects.toThrow('missed the ferry');
  (await patient)();
  leave();
  await expect(gate.enter(false, abort.signal)).rejects.toThrow('missed the ferry');
  (await gate.enter(true))();
});
