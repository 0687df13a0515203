import { describe, expect, it } from 'vitest';
import { describeChart } from '#src/charts/describe.ts';
import { chartWords } from '#src/charts/describe-words.ts';
import type { Axis, ChartSpec, Series } from '#src/charts/spec.ts';
import { type Locale, locales } from '#src/i18n.ts';

const axes = { en: { step: 'step', layer: 'Layer' }, 'zh-cn': { step: '步', layer: '层' } } as const;

function specOf(
  locale: Locale,
  y: readonly number[],
  axis: Partial<Axis> = {},
  series: Partial<Series> = {},
) {
  const label = locale === 'en' ? 'loss' : '损失';
  const spec: ChartSpec = {
    title: locale === 'en' ? 'Training loss' : '训练损失',
    x: { label: axes[locale].step, scale: 'linear' },
    y: { label, scale: 'linear', ...axis },
    series: [{ key: 'loss', role: 'train', label, x: y.map((_, i) => i + 1), y, ...series }],
  };
  return spec;
}
const described = (locale: Locale, y: readonly number[], axis: Partial<Axis> = {}) =>
  describeChart(specOf(locale, y, axis), locale);

const shapes: [name: string, y: readonly number[], axis: Partial<Axis>, en: string, zh: string][] = [
  [
    'constant',
    [2.3016, 2.3017, 2.3015],
    {},
    'level at 2.30 from step 1 to step 3',
    '从第 1 步到第 3 步一直是 2.30',
  ],
  [
    'all but constant',
    [0.942, 0.938, 0.94],
    { scale: 'log' },
    'stays near 0.942 from step 1 to step 3',
    '从第 1 步到第 3 步一直在 0.942 左右',
  ],
  ['zero throughout', [0, 0, 0], {}, 'level at 0 from step 1 to step 3', '从第 1 步到第 3 步一直是 0'],
  [
    'falling',
    [2.31, 1.2, 0.5, 0.52],
    {},
    'from 2.31 at step 1 down to 0.520 at step 4; lowest 0.500 at step 3',
    '从第 1 步的 2.31 降到第 4 步的 0.520；最低是第 3 步的 0.500',
  ],
  [
    'falling all the way',
    [4, 3, 3, 1],
    {},
    'from 4 at step 1 steadily down to 1 at step 4',
    '从第 1 步的 4 一路降到第 4 步的 1',
  ],
  [
    'rising',
    [0.1, 0.9],
    {},
    'from 0.100 at step 1 up to 0.900 at step 2',
    '从第 1 步的 0.100 升到第 2 步的 0.900',
  ],
  [
    'U-shaped',
    [3, 1, 2],
    {},
    'from 3 at step 1 down to its lowest, 1 at step 2, then up to 2 at step 3',
    '从第 1 步的 3 降到最低点，即第 2 步的 1，再升到第 3 步的 2',
  ],
  [
    'rising, then falling',
    [1, 3, 2],
    {},
    'from 1 at step 1 up to its highest, 3 at step 2, then down to 2 at step 3',
    '从第 1 步的 1 升到最高点，即第 2 步的 3，再降到第 3 步的 2',
  ],
  [
    'both',
    [2, 3, 1, 2],
    {},
    'from 2 at step 1 to 2 at step 4, up and down in between; lowest 1 at step 3; highest 3 at step 2',
    '从第 1 步的 2 到第 4 步的 2，其间有升有降；最低是第 3 步的 1；最高是第 2 步的 3',
  ],
  [
    'no number at the end',
    [2, 1, Number.NaN, Number.NaN],
    {},
    'from 2 at step 1 down to 1 at step 2; no values after step 2',
    '从第 1 步的 2 降到第 2 步的 1；第 2 步之后没有数值',
  ],
  [
    'decades on a logarithmic axis',
    [1, 0.1, 0.001],
    { scale: 'log' },
    'from 1 at step 1 steadily down to 0.00100 at step 3, by a factor of 1000',
    '从第 1 步的 1 一路降到第 3 步的 0.00100，相差 1000 倍',
  ],
  [
    'off the top',
    [2.3, 4, 4],
    { max: 4 },
    'from 2.30 at step 1 steadily up to the top of the axis (4) at step 3',
    '从第 1 步的 2.30 一路升到第 3 步的坐标轴顶端（4）',
  ],
  [
    'a zero that a logarithmic axis can’t show',
    [1, 0.1, 0],
    { scale: 'log' },
    'from 1 at step 1 down to 0.100 at step 2, by a factor of 10; no values after step 2',
    '从第 1 步的 1 降到第 2 步的 0.100，相差 10 倍；第 2 步之后没有数值',
  ],
  ['a single point', [0.5], {}, '0.500 at step 1', '第 1 步为 0.500'],
  ['empty', [], {}, 'no values', '没有数值'],
  ['nothing but NaN', [Number.NaN], {}, 'no values', '没有数值'],
];

it.each(shapes)('a line that is %s', (_, y, axis, en, zh) => {
  expect(described('en', y, axis)).toBe(`Training loss. loss: ${en}.`);
  expect(described('zh-cn', y, axis)).toBe(`训练损失。损失：${zh}。`);
});

describe('a chart', () => {
  const [train, theory, pinned, raw]: Series[] = [
    { key: 'a', role: 'train', label: 'this run', x: [1, 2], y: [3, 1] },
    { key: 'b', role: 'theory', label: 'ln 10', x: [0, 2], y: [2.3, 2.3] },
    { key: 'c', role: 'pinned-b', label: 'B', x: [1, 2], y: [3, 2] },
    { key: 'd', role: 'batch', label: '', x: [1, 2], y: [9, 9] },
  ];
  const spec: ChartSpec = {
    title: 'Does it fall?',
    x: { label: 'Epoch (50 steps each)', scale: 'linear' },
    y: { label: 'loss', scale: 'linear' },
    series: [pinned, raw, theory, train].flatMap((one) => one ?? []),
    marks: [{ key: 'm', x: 2, label: 'best' }],
  };

  it('tells of each line with a name, of the run that is shown first, of what is pinned, and of what is marked', () => {
    expect(describeChart(spec, 'en')).toBe(
      'Does it fall. this run: from 3 at epoch 1 down to 1 at epoch 2. ' +
        'ln 10: level at 2.30 from epoch 0 to epoch 2. ' +
        'pinned run B: from 3 at epoch 1 down to 2 at epoch 2. marked at epoch 2: best.',
    );
  });

  it('in short tells of the run that is shown alone', () => {
    expect(describeChart(spec, 'en', { brief: true })).toBe(
      'Does it fall. this run: from 3 at epoch 1 down to 1 at epoch 2.',
    );
  });

  it('says what it says to those who see it, where none of its values can be drawn', () => {
    const nothing = { ...specOf('en', [0, 0], { scale: 'log' }), empty: 'All zero.' };
    expect(describeChart(nothing, 'en')).toBe('Training loss. All zero.');
  });

  it.each(locales)('has no blank pieces, whatever its shape (%s)', (locale) => {
    for (const [, y, axis] of shapes) {
      expect(described(locale, y, axis)).not.toMatch(/undefined|NaN| {2}|[:：]\s*[.。;；]/);
    }
    expect(Object.keys(chartWords[locale])).toEqual(Object.keys(chartWords.en));
  });

  it('names a place in Chinese by what is counted, or by the axis', () => {
    const at = (label: string) =>
      describeChart({ ...specOf('zh-cn', [2]), x: { label, scale: 'log' } }, 'zh-cn');
    expect(at('轮数，下面一行是步数（每轮 50 步）')).toContain('第 1 轮为 2');
    expect(at('权重的标准差')).toContain('权重的标准差为 1 处为 2');
    expect(at('强度 λ')).toContain('强度 λ 为 1 处为 2');
  });
});
