import { expect, it } from 'vitest';
import { type Racer, race } from '#src/nn/race.ts';

/** Goes on by the strides it is given, then by 10, and writes down where each turn has left it. */
function runner(name: string, steps: number, log: string[], ...strides: number[]): Racer {
  return {
    step: 0,
    ended: false,
    async advance() {
      const step = Math.min(steps, this.step + (strides.shift() ?? 10));
      Object.assign(this, { step, ended: step === steps });
      log.push(`${name}${step}`);
    },
  };
}

it('lets those that are behind catch up, and tells the share that is done', async () => {
  const log: string[] = [];
  const racers = [runner('a', 30, log), runner('b', 30, log, 1, 9)]; // b was held at its first step
  const shares: number[] = [];
  for await (const share of race(racers, 30)) shares.push(share);
  expect(log).toEqual(['a10', 'b1', 'b10', 'a20', 'b20', 'a30', 'b30']);
  expect(shares.map((share) => Math.round(60 * share))).toEqual([11, 20, 40, 60]);
});

it('counts the work of one that has diverged as done, and ends with the last', async () => {
  const log: string[] = [];
  const diverged: Racer = {
    step: 0,
    ended: false,
    async advance() {
      Object.assign(this, { step: 3, ended: true });
    },
  };
  const shares: number[] = [];
  for await (const share of race([diverged, runner('b', 20, log)], 20)) shares.push(share);
  expect(log).toEqual(['b10', 'b20']);
  expect(shares).toEqual([30 / 40, 1]);
  for await (const _ of race([], 20)) expect.unreachable();
});
