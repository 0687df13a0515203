import { describe, expect, it } from 'vitest';
import { loadWidget, widgetIds } from '#src/cli/node-lab.ts';
import {
  allowedValues,
  chosenPreset,
  defaultConfig,
  fitted,
  type Param,
  type Params,
  type ParamValue,
  parseParam,
  sameConfig,
  seedParam,
} from '#src/lab/params.ts';
import { readUrlState } from '#src/lab/url-state.ts';
import { createRng } from '#src/random.ts';

const params = {
  rate: { kind: 'number', default: 0.01, min: 1e-4, max: 10, step: 0.1, scale: 'log' },
  shift: { kind: 'number', default: 0, min: -5, max: 5, step: 0.5, scale: 'linear' },
  width: { kind: 'number', default: 500, min: 10, max: 1000, step: 10, scale: 'linear', integer: true },
  activation: { kind: 'choice', default: 'tanh', choices: ['tanh', 'relu'] },
  norm: { kind: 'toggle', default: false },
  epsilon: {
    kind: 'number',
    default: 1e-5,
    min: 1e-8,
    max: 1,
    step: 1,
    scale: 'log',
    relevant: ({ norm }) => norm === true,
  },
  seed: seedParam,
} as const satisfies Params;

it('a default configuration has every default', () => {
  expect(defaultConfig(params)).toEqual({
    rate: 0.01,
    shift: 0,
    width: 500,
    activation: 'tanh',
    norm: false,
    epsilon: 1e-5,
    seed: 1,
  });
});

describe('parseParam takes', () => {
  it.each<[string, string, ParamValue]>([
    ['rate', '0.5', 0.5],
    ['rate', '1e-4', 1e-4],
    ['rate', '10', 10],
    ['rate', ' 0.25 ', 0.25],
    ['rate', '.5', 0.5],
    ['shift', '-5', -5],
    ['shift', '-0.125', -0.125], // between the slider's steps
    ['width', '10', 10],
    ['width', '1e3', 1000],
    ['width', '500.0', 500],
    ['activation', 'relu', 'relu'],
    ['activation', ' relu', 'relu'],
    ['norm', 'true', true],
    ['norm', 'ON', true],
    ['norm', '1', true],
    ['norm', 'no', false],
    ['norm', 'Off', false],
    ['norm', '0', false],
    ['seed', '999999', 999_999],
  ])('%s = %j as %s', (key, text, value) => expect(parseParam(params, key, text)).toEqual({ value }));
});

describe('parseParam says what is wrong with', () => {
  const rate = '0.0001 … 10';
  const width = '10 … 1000, whole numbers';
  it.each<[string, string, string, string, ParamValue]>([
    ['rate', '', 'not-a-number', rate, 0.01],
    ['rate', '  ', 'not-a-number', rate, 0.01],
    ['rate', 'NaN', 'not-a-number', rate, 0.01],
    ['rate', 'abc', 'not-a-number', rate, 0.01],
    ['rate', '1,5', 'not-a-number', rate, 0.01],
    ['rate', '5 px', 'not-a-number', rate, 0.01],
    ['rate', '0', 'out-of-range', rate, 1e-4],
    ['rate', '-1', 'out-of-range', rate, 1e-4],
    ['rate', '10.0001', 'out-of-range', rate, 10],
    ['rate', 'Infinity', 'out-of-range', rate, 10],
    ['rate', '-Infinity', 'out-of-range', rate, 1e-4],
    ['rate', '1e999', 'out-of-range', rate, 10],
    ['width', '10.5', 'not-an-integer', width, 11],
    ['width', '9.9', 'out-of-range', width, 10],
    ['width', '-3', 'out-of-range', width, 10],
    ['seed', '0', 'out-of-range', '1 … 999999, whole numbers', 1],
    ['activation', 'gelu', 'not-a-choice', 'tanh | relu', 'tanh'],
    ['activation', 'TANH', 'not-a-choice', 'tanh | relu', 'tanh'],
    ['activation', '', 'not-a-choice', 'tanh | relu', 'tanh'],
    ['norm', 'maybe', 'not-a-choice', 'true | false', false],
  ])('%s = %j: %s, allowed %s, used %s', (key, given, reason, allowed, used) => {
    expect(parseParam(params, key, given)).toEqual({
      value: used,
      problem: { reason, key, given, allowed, used },
    });
  });

  it.each(['colour', '', 'Rate', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'the unknown key %j',
    (key) => {
      const allowed = 'rate | shift | width | activation | norm | epsilon | seed';
      expect(parseParam(params, key, '1')).toEqual({
        value: undefined,
        problem: { reason: 'unknown-key', key, given: '1', allowed, used: undefined },
      });
    },
  );
});

it('whatever is typed, the value that comes back is allowed, and comes back again without a problem', () => {
  const rng = createRng(1);
  const pieces = [
    '-',
    '.',
    'e',
    '1',
    '9',
    '0',
    '+',
    'x',
    ' ',
    'Infinity',
    'NaN',
    'true',
    'tanh',
    ',',
    '∞',
    '%',
  ];
  let clean = 0;
  for (let i = 0; i < 5000; i++) {
    const text = Array.from({ length: rng.int(5) }, () => pieces[rng.int(pieces.length)] ?? '').join('');
    for (const [key, param] of Object.entries<Param>(params)) {
      const { value, problem } = parseParam(params, key, text);
      if (!problem) clean++;
      expect(isAllowed(param, value), `${key} = ${text}: ${value}`).toBe(true);
      const again = parseParam(params, key, String(value));
      expect(again.value === value && !again.problem, `${key} = ${text}: ${value}`).toBe(true);
    }
  }
  expect(clean).toBeGreaterThan(500); // some of it was meaningful
});

function isAllowed(param: Param, value: ParamValue | undefined): boolean {
  if (param.kind === 'toggle') return typeof value === 'boolean';
  if (param.kind === 'choice') return typeof value === 'string' && param.choices.includes(value);
  const inRange = typeof value === 'number' && value >= param.min && value <= param.max;
  return inRange && (!param.integer || Number.isInteger(value));
}

describe('sameConfig', () => {
  const base = defaultConfig(params);

  it('tells configurations apart by every parameter that matters', () => {
    expect(sameConfig(params, base, { ...base })).toBe(true);
    expect(sameConfig(params, base, { ...base, rate: 0.02 })).toBe(false);
    expect(sameConfig(params, base, { ...base, activation: 'relu' })).toBe(false);
    expect(sameConfig(params, base, { ...base, seed: 2 })).toBe(false);
    expect(sameConfig(params, base, { ...base, norm: true })).toBe(false);
  });

  it('passes over one that matters to neither, and no other', () => {
    const normed = { ...base, norm: true };
    expect(sameConfig(params, base, { ...base, epsilon: 1 })).toBe(true);
    expect(sameConfig(params, normed, { ...normed, epsilon: 1 })).toBe(false);
  });

  it('passes over how a run is drawn', () => {
    const drawn = {
      ...params,
      zoom: { kind: 'number', default: 1, min: 1, max: 9, step: 1, scale: 'linear', display: true },
    } as const;
    const plain = defaultConfig(drawn);
    expect(sameConfig(drawn, plain, { ...plain, zoom: 2 })).toBe(true);
    expect(sameConfig(drawn, plain, { ...plain, zoom: 2, rate: 0.02 })).toBe(false);
  });

  it('never takes NaN for a number, itself included', () => {
    expect(sameConfig(params, { ...base, rate: Number.NaN }, { ...base, rate: Number.NaN })).toBe(false);
  });
});

describe('the widgets’ specifications', async () => {
  const widgets = await Promise.all(
    (await widgetIds()).map(async (id) => ({ id, ...(await loadWidget(id)) })),
  );

  it.each(widgets)(
    '$id: ranges hold their defaults and marks, and a logarithm has something to take',
    ({ params: spec }) => {
      expect(spec.seed).toMatchObject({ kind: 'number', integer: true, default: 1, min: 1 });
      for (const [key, param] of Object.entries(spec)) {
        expect(isAllowed(param, param.default), key).toBe(true);
        if (param.kind === 'choice') expect(new Set(param.choices).size, key).toBe(param.choices.length);
        if (param.kind !== 'number') continue;
        expect(param.max, key).toBeGreaterThan(param.min);
        expect(param.step, key).toBeGreaterThan(0);
        const span = param.scale === 'log' ? Math.log10(param.max / param.min) : param.max - param.min;
        expect(span / param.step, `${key}: steps of its slider`).toBeGreaterThan(4);
        if (param.scale === 'log') expect(param.min, key).toBeGreaterThan(0);
        if (param.integer) expect([param.min, param.max].every(Number.isInteger), key).toBe(true);
        for (const { value } of param.marks ?? [])
          expect(isAllowed(param, value), `${key}: mark ${value}`).toBe(true);
      }
    },
  );

  it.each(widgets)(
    '$id: every preset sets every parameter to an allowed value',
    ({ params: spec, presets }) => {
      expect(Object.keys(presets).length).toBeGreaterThan(0);
      for (const [name, preset] of Object.entries(presets)) {
        expect(Object.keys(preset).toSorted(), name).toEqual(Object.keys(spec).toSorted());
        for (const [key, param] of Object.entries(spec)) {
          expect(
            isAllowed(param, preset[key]),
            `${name}.${key}: ${preset[key]}, allowed ${allowedValues(param)}`,
          ).toBe(true);
        }
      }
    },
  );
});

describe('a number that the other settings leave only some values of', () => {
  const stepped = {
    size: { kind: 'choice', default: 'tens', choices: ['tens', 'any'] },
    count: {
      kind: 'number',
      default: 50,
      min: 10,
      max: 100,
      step: 1,
      scale: 'linear',
      integer: true,
      nearest: (value, { size }) =>
        size === 'tens' ? [10 * Math.floor(value / 10), 10 * Math.ceil(value / 10)] : [value, value],
    },
  } as const satisfies Params;

  it.each([
    [42, 40, '40, 50'],
    [45, 40, '40, 50'],
    [48, 50, '40, 50'],
  ])('%d becomes %d, and the two next to it are named', (count, used, allowed) => {
    const { config, problems } = fitted<typeof stepped>(stepped, { size: 'tens', count });
    expect(config).toEqual({ size: 'tens', count: used });
    expect(problems).toEqual([{ reason: 'not-with-others', key: 'count', given: `${count}`, allowed, used }]);
  });

  it('stays where it is allowed', () => {
    for (const config of [
      { size: 'tens', count: 40 },
      { size: 'any', count: 42 },
    ] as const)
      expect(fitted<typeof stepped>(stepped, config)).toEqual({ config, problems: [] });
  });

  it('in an address it is taken to the nearest one that goes with the other settings, whatever their order', () => {
    const initial = defaultConfig(stepped);
    for (const search of ['?x.count=42', '?x.size=tens&x.count=42', '?x.count=42&x.size=tens']) {
      const { config, problems } = readUrlState(search, 'x', stepped, initial);
      expect(config).toEqual({ size: 'tens', count: 40 });
      expect(problems.map(({ reason, given }) => [reason, given])).toEqual([['not-with-others', '42']]);
    }
    expect(readUrlState('?x.count=42&x.size=any', 'x', stepped, initial).problems).toEqual([]);
  });
});

describe('a preset chosen over the reader’s settings', () => {
  const drawn = {
    rate: params.rate,
    show: { kind: 'choice', default: 'error', choices: ['error', 'loss'], display: true },
    block: { kind: 'number', default: 1, min: 1, max: 9, step: 1, scale: 'linear', display: true },
    seed: seedParam,
  } as const satisfies Params;
  const reader = { rate: 1, show: 'loss', block: 4, seed: 7 } as const;

  it('leaves the seed and how runs are drawn as they are', () => {
    const preset = { rate: 0.5, show: 'error', block: 1, seed: 1 } as const;
    expect(chosenPreset(drawn, preset, reader)).toEqual({ rate: 0.5, show: 'loss', block: 4, seed: 7 });
  });

  it('draws runs its own way where it has one', () => {
    const preset = { rate: 0.5, show: 'error', block: 9, seed: 1 } as const;
    expect(chosenPreset(drawn, preset, reader)).toEqual({ rate: 0.5, show: 'loss', block: 9, seed: 7 });
  });
});
