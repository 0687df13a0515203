import { describe, expect, it } from 'vitest';
import { describeChart } from '#src/charts/describe.ts';
import { distanceBetween, guessSeries } from '#src/charts/guess.ts';
import type { ChartSpec, Series } from '#src/charts/spec.ts';

const none = Number.NaN;
const drawn = { figure: 'learning-rates', value: 'trainLoss', x: [1, 50, 100], y: [3, 1, 9] };
const place = { against: 'run', label: 'your guess', until: 2 };

describe('a guess on a figure’s chart', () => {
  it('lies where the figure puts its own values, up to the end of the axis', () => {
    const onEpochs = { ...place, x: (step: number) => step / 50, y: (loss: number) => Math.min(loss, 4) };
    expect(guessSeries(drawn, 'trainLoss', onEpochs)).toMatchObject([
      { role: 'predicted', label: 'your guess', dashed: true, x: [0.02, 1, 2], y: [3, 1, 4] },
    ]);
    expect(guessSeries(drawn, 'trainLoss', { ...onEpochs, until: 1.5 })).toMatchObject([{ x: [0.02, 1] }]);
  });

  it('is not there where another list was drawn, or none, or it was taken back', () => {
    expect(guessSeries(undefined, 'trainLoss', place)).toEqual([]);
    expect(guessSeries(drawn, 'validationLoss', place)).toEqual([]);
    expect(guessSeries({ ...drawn, x: [], y: [] }, 'trainLoss', place)).toEqual([]);
  });
});

const line = (key: string, x: readonly number[], y: readonly number[]): Series => ({
  key,
  role: 'train',
  label: key,
  x,
  y,
});

describe('the distance', () => {
  it('is a mean difference on a linear axis, to a run that is straight between its points', () => {
    // the run at 1, 2, 3 is 0, 2, 4: the guess is 1 above, 2 below, 1 below
    const distance = distanceBetween(line('a', [1, 2, 3], [1, 0, 3]), line('b', [1, 3], [0, 4]), 'linear');
    expect(distance).toMatchObject({
      average: expect.closeTo(4 / 3, 12),
      worst: { x: 2, guessed: 0, run: 2 },
      last: { x: 3, guessed: 3, run: 4 },
    });
  });

  it('is a factor on a logarithmic one, and the last of equals the worst', () => {
    // factors 10, 1 and 10: their geometric mean is 10^(2/3)
    const distance = distanceBetween(
      line('a', [1, 2, 3], [10, 1, 0.1]),
      line('b', [1, 2, 3], [1, 1, 1]),
      'log',
    );
    expect(distance?.average).toBeCloseTo(10 ** (2 / 3), 12);
    expect(distance?.worst.x).toBe(3);
  });

  it('leaves out what only one of them has', () => {
    const run = line('b', [2, 3, 4], [1, none, 5]);
    expect(distanceBetween(line('a', [1, 2, 3, 4, 5], [9, 2, 9, 5, 9]), run, 'linear')).toMatchObject({
      average: 0.5,
      last: { x: 4 },
    });
    expect(distanceBetween(line('a', [1], [9]), run, 'linear')).toBeUndefined();
    expect(distanceBetween(line('a', [2], [0]), run, 'log')).toBeUndefined(); // 0 is nowhere on that axis
  });
});

it.each([
  [
    'en',
    'linear',
    'your guess: level at 2 from step 1 to step 3; off by 1 on average, most at step 3: 2 where the run has 4',
  ],
  [
    'zh-cn',
    'log',
    '你猜的：从第 1 步到第 3 步一直是 2；平均相差 1.6 倍，差得最远的是第 3 步：你画的是 2，实际是 4',
  ],
] as const)('is told in the chart’s text: %s, %s', (locale, scale, sentence) => {
  const english = locale === 'en';
  const guess = { ...line('guess', [1, 2, 3], [2, 2, 2]), role: 'predicted', against: 'run' } as const;
  const spec: ChartSpec = {
    title: '',
    x: { label: english ? 'step' : '步', scale: 'linear' },
    y: { label: '', scale },
    // differences 1, 0 and 2; factors 2, 1 and 2, the cube root of whose product is 1.59
    series: [line('run', [1, 2, 3], [1, 2, 4]), { ...guess, label: english ? 'your guess' : '你猜的' }],
  };
  expect(describeChart(spec, locale)).toContain(sentence);
  expect(describeChart(spec, locale, { brief: true })).toContain(sentence);
});
