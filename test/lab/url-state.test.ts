import { describe, expect, it } from 'vitest';
import { loadWidget, widgetIds } from '#src/cli/node-lab.ts';
import type { ConfigLike } from '#src/lab/contract.ts';
import { fitted, type Param, type Params, type ParamValue } from '#src/lab/params.ts';
import { readUrlState, writeUrlState } from '#src/lab/url-state.ts';
import { createRng, type Rng } from '#src/random.ts';
import { params, presets } from '#widgets/activation-statistics/config.ts';

const id = 'activation-statistics';
const initial = presets['tanh-small'];
const read = (search: string) => readUrlState(search, id, params, initial);
const write = (search: string, config: typeof initial) => writeUrlState(search, id, params, initial, config);

/** A value anywhere in the range. */
function randomValue(param: Param, rng: Rng): ParamValue {
  if (param.kind === 'toggle') return rng.int(2) === 1;
  if (param.kind === 'choice') return param.choices[rng.int(param.choices.length)] ?? param.default;
  const { min, max } = param;
  if (param.integer) return min + rng.int(max - min + 1);
  return param.scale === 'log'
    ? Math.min(max, min * (max / min) ** rng.uniform())
    : min + (max - min) * rng.uniform();
}

const randomConfig = (spec: Params, rng: Rng): ConfigLike => {
  const values = Object.entries(spec).map(([key, param]) => [key, randomValue(param, rng)]);
  return { seed: 1, ...fitted(spec, Object.fromEntries(values)).config };
};

describe('what is written is read again', async () => {
  const widgets = await Promise.all(
    (await widgetIds()).map(async (name) => ({ name, ...(await loadWidget(name)) })),
  );

  it.each(widgets)(
    '$name: random settings from any preset, to the last bit',
    ({ name, params: spec, presets: from }) => {
      const rng = createRng(1).child(name);
      const starts = Object.values(from);
      for (let i = 0; i < 300; i++) {
        const config = randomConfig(spec, rng);
        const start = starts[i % starts.length] ?? config;
        const search = writeUrlState('', name, spec, start, config);
        expect(readUrlState(search, name, spec, start), search).toEqual({ config, problems: [] });
      }
    },
  );

  it('says only what differs from where the page starts', () => {
    expect(write('', initial)).toBe('');
    expect(write('', { ...initial, scale: 1, batchNorm: true })).toBe(`?${id}.scale=1&${id}.batchNorm=true`);
    // a page that starts from another preset says it the other way round
    const search = writeUrlState('', id, params, presets['relu-he'], initial);
    expect(search).toBe(`?${id}.activation=tanh&${id}.init=gaussian`);
  });

  it('takes back what it said before', () => {
    const changed = write('', { ...initial, scale: 1 });
    expect(write(changed, { ...initial, width: 100 })).toBe(`?${id}.width=100`);
    expect(write(changed, initial)).toBe('');
  });
});

describe('other parameters', () => {
  const others = '?backend=cpu&symmetry-breaking.init=zero&activation-statistics-2.scale=1&tag=a&tag=b';

  it('are not read', () => {
    expect(read(`${others}&activation-statistics=1&Scale=5&xactivation-statistics.scale=7`)).toEqual({
      config: initial,
      problems: [],
    });
  });

  it('stay as they are, in their order', () => {
    expect(write(others, { ...initial, width: 100 })).toBe(`${others}&${id}.width=100`);
    expect(write(`${others}&${id}.width=100`, initial)).toBe(others);
  });
});

describe('settings of figures that the page doesn’t have', () => {
  const figures = [id, `${id}-he`];
  const told = (search: string) => readUrlState(search, id, params, initial, figures);

  it('are told, with the figures that there are', () => {
    const { config, problems } = told(
      `?activation-statistic.scale=1&${id}.scale=5&Activation-Statistics.seed=3`,
    );
    expect(config).toEqual({ ...initial, scale: 5 });
    const unknown = { reason: 'unknown-figure', allowed: figures.join(' | '), used: undefined };
    expect(problems).toEqual([
      { ...unknown, key: 'activation-statistic.scale', given: '1' },
      { ...unknown, key: 'Activation-Statistics.seed', given: '3' },
    ]);
  });

  it('are neither those of the page’s other figures, nor what looks like no setting', () => {
    const others = `?${id}-he.scale=1&${id}-he.nonsense=1&backend=cpu&show=seed&utm_source=a&v=1`;
    expect(told(others).problems).toEqual([]);
    expect(told('?1.2=3&.seed=1&a.=1&a.1=1&a b.c d=1&a.b.c=1&%=&=').problems).toEqual([]);
  });
});

describe('what can’t be taken as it stands', () => {
  const cases = [
    ['scale=abc', 'not-a-number', { scale: 0.01 }],
    ['scale=', 'not-a-number', { scale: 0.01 }],
    ['scale=NaN', 'not-a-number', { scale: 0.01 }],
    ['scale=99', 'out-of-range', { scale: 10 }],
    ['scale=Infinity', 'out-of-range', { scale: 10 }],
    ['scale=-Infinity', 'out-of-range', { scale: 1e-4 }],
    ['width=-3', 'out-of-range', { width: 10 }],
    ['width=99.5', 'not-an-integer', { width: 100 }],
    ['seed=0', 'out-of-range', { seed: 1 }],
    ['activation=gelu', 'not-a-choice', { activation: 'tanh' }],
    ['batchNorm=perhaps', 'not-a-choice', { batchNorm: false }],
    ['colour=red', 'unknown-key', {}],
    ['=5', 'unknown-key', {}],
    ['__proto__=5', 'unknown-key', {}],
    ['constructor=5', 'unknown-key', {}],
    ['toString=5', 'unknown-key', {}],
  ] as const;

  it.each(cases)('%s: %s', (text, reason, used) => {
    const { config, problems } = read(`?${id}.${text}`);
    const [key, given] = [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)];
    expect(problems).toEqual([expect.objectContaining({ reason, key, given })]);
    expect(config).toEqual({ ...initial, ...used });
    expect(Object.getPrototypeOf(config)).toBe(Object.prototype);
    expect(Object.keys(config)).toEqual(Object.keys(initial));
  });

  it('names the figure that a setting without one may have meant', () => {
    const { config, problems } = read(`?width=7&${id}.scale=1`);
    expect(config).toEqual({ ...initial, scale: 1 });
    expect(problems).toEqual([
      expect.objectContaining({ reason: 'without-figure', key: `${id}.width`, given: '7' }),
    ]);
  });

  it('leaves to the page what is the page’s', async () => {
    const { params: spec, presets: from } = await loadWidget('residual-depth'); // it has a setting of that name
    const [start = {}] = Object.values(from);
    expect(readUrlState('?show=loss&backend=cpu', 'residual-depth', spec, start).problems).toEqual([]);
  });

  it('gives way to what the page starts from where it makes no sense, and to the nearest value where it does', () => {
    const search = `?${id}.activation=gelu&${id}.init=&${id}.scale=wide&${id}.width=5`;
    const { config, problems } = readUrlState(search, id, params, presets['relu-he']);
    expect(config).toEqual({ ...presets['relu-he'], width: 10 });
    expect(problems.map(({ key, used }) => [key, used])).toEqual([
      ['activation', 'relu'],
      ['init', 'he'],
      ['scale', 0.01],
      ['width', 10],
    ]);
  });

  it('each is listed, and what is sound beside it is taken', () => {
    const { config, problems } = read(`?${id}.scale=x&${id}.width=200&${id}.nonsense=1&${id}.depth=99`);
    expect(problems.map(({ key }) => key)).toEqual(['scale', 'nonsense', 'depth']);
    expect(config).toEqual({ ...initial, width: 200, depth: 20 });
  });

  it('of a key given twice the last one counts', () => {
    expect(read(`?${id}.scale=1&${id}.scale=2`)).toEqual({ config: { ...initial, scale: 2 }, problems: [] });
  });

  it('damaged percent signs and an empty query do no harm', () => {
    expect(read(`?${id}.activation=%E0%A4%A`).problems).toHaveLength(1);
    for (const search of ['', '?', '?&&&', '?=', '?%'])
      expect(read(search)).toEqual({ config: initial, problems: [] });
  });

  it('leaves the prototype of every object alone', () => {
    read(`?${id}.__proto__.polluted=1&__proto__.polluted=1&${id}.constructor.prototype.polluted=1`);
    expect('polluted' in {}).toBe(false);
  });
});
