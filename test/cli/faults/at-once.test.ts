/** Several things at a time, and no more. */
import { expect, it } from 'vitest';
import { eachOf } from '#src/cli/faults/at-once.ts';

it('begins all in their order, never more at a time than allowed', async () => {
  const begun: number[] = [];
  let [now, most] = [0, 0];
  await eachOf([0, 1, 2, 3, 4, 5, 6], 3, async (item) => {
    begun.push(item);
    now++;
    most = Math.max(most, now);
    for (let i = 0; i <= item % 3; i++) await Promise.resolve();
    now--;
  });
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(most).toBe(3);
  expect(now).toBe(0);
});

it('fails where one of them fails', async () => {
  await expect(eachOf([1, 2], 1, async (item) => Promise.reject(new Error(`no ${item}`)))).rejects.toThrow(
    'no 1',
  );
});
