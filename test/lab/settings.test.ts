import { describe, expect, it } from 'vitest';
import { loadWidget, widgetIds } from '#src/cli/node-lab.ts';
import { locales, type Translated } from '#src/i18n.ts';
import { defaultConfig, type Params, seedParam } from '#src/lab/params.ts';
import {
  changedKeys,
  differingKeys,
  problemInWords,
  settingLabel,
  settingsLine,
  settingValue,
} from '#src/lab/settings.ts';
import { readUrlState } from '#src/lab/url-state.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';

const params = {
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
  show: { kind: 'choice', default: 'loss', choices: ['loss', 'error'], display: true },
  seed: seedParam,
} as const satisfies Params;
const labels = {
  activation: { label: 'Activation', choices: { tanh: 'tanh', relu: 'ReLU' } },
  norm: { label: 'Batch norm' },
  epsilon: { label: 'ε' },
  show: { label: 'Draw', choices: { loss: 'loss', error: 'error' } },
  seed: { label: 'Seed' },
};
const start = defaultConfig(params);

it('finds the settings that tell runs apart: only where they matter, and never how a run is drawn', () => {
  const differing = (...changes: object[]) =>
    differingKeys(
      params,
      changes.map((change) => ({ ...start, ...change })),
    );
  expect(differing({})).toEqual([]);
  expect(differing({}, { seed: 2, activation: 'relu' })).toEqual(['activation', 'seed']);
  expect(differing({}, { show: 'error' })).toEqual([]);
  expect(differing({ epsilon: 1 }, { epsilon: 0.1 })).toEqual([]); // without the norm it does nothing
  expect(differing({ epsilon: 1, norm: true }, { epsilon: 0.1 })).toEqual(['norm']);
  expect(differing({ epsilon: 1, norm: true }, { epsilon: 0.1, norm: true })).toEqual(['epsilon']);
});

it('finds what has to be set to get from one run to another', () => {
  const changed = (from: object, to: object) =>
    changedKeys(params, { ...start, ...from }, { ...start, ...to });
  expect(changed({}, {})).toEqual([]);
  expect(changed({}, { show: 'error', seed: 2 })).toEqual(['seed']);
  expect(changed({}, { norm: true, epsilon: 0.1 })).toEqual(['norm', 'epsilon']);
  expect(changed({ norm: true }, { epsilon: 0.1 })).toEqual(['norm']); // without the norm it does nothing
  expect(changed({ norm: true }, { norm: true })).toEqual([]);
});

it('says them in the reader’s words, in both languages', () => {
  const keys = ['activation', 'norm', 'epsilon', 'seed'];
  const config = { ...start, activation: 'relu' as const, seed: 123_456 };
  expect(settingsLine(params, labels, keys, config, 'en')).toBe(
    'Activation: ReLU · Batch norm: off · Seed: 123456',
  );
  expect(settingsLine(params, labels, keys, { ...config, norm: true }, 'zh-cn')).toBe(
    'Activation：ReLU · Batch norm：开 · ε：10⁻⁵ · Seed：123456',
  );
  expect(settingValue(params, labels, 'epsilon', config, 'en')).toBe('–');
});

it('leaves out what stands in brackets at the end of a name, and no formula', () => {
  expect(settingLabel({ label: 'Net (its counterpart beside it)' }, '', {})).toBe('Net');
  expect(settingLabel({ label: '宽度（每层神经元数）' }, '', {})).toBe('宽度');
  expect(settingLabel({ label: 'Gradient descent takes a/(1 − μ)' }, '', {})).toBe(
    'Gradient descent takes a/(1 − μ)',
  );
  expect(
    settingLabel({ label: 'λ', labelFor: ({ max }) => (max ? 'c' : undefined) }, '', { max: true }),
  ).toBe('c');
});

it.each(await widgetIds())('%s: what tells its presets apart has a name and a value each', async (id) => {
  const { params: own, presets } = await loadWidget(id);
  const { strings }: { strings: Translated<Pick<WidgetStrings<Params, string>, 'params'>> } = await import(
    `../../widgets/${id}/strings.ts`
  );
  const configs = Object.values(presets);
  const keys = differingKeys(own, configs);
  expect(keys.length).toBeGreaterThan(0);
  for (const locale of locales) {
    const lines = configs.map((config) => settingsLine(own, strings[locale].params, keys, config, locale));
    expect(new Set(lines).size).toBe(configs.length);
  }
});

describe('what is said of a number that can’t be taken', async () => {
  const widgets = await Promise.all(
    (await widgetIds()).map(async (id) => ({ id, ...(await loadWidget(id)) })),
  );
  const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  /** The numbers in a sentence: 999,999, −1.2, 10⁻⁴, 2.5·10⁵. */
  const numbersIn = (text: string) =>
    (text.match(/−?\d(?:[\d,]*\d)?(?:\.\d+)?(?:·10)?[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*/g) ?? []).map((number) => {
      const [, mantissa = '', power = ''] = /^(.*?)(?:(?:^|·)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/.exec(number) ?? [];
      const exponent = [...power].map((c) => (c === '⁻' ? '-' : superscripts.indexOf(c))).join('');
      return Number(`${mantissa.replaceAll(',', '').replace('−', '-') || 1}e${exponent || 0}`);
    });

  it.each(widgets)(
    '$id: the bounds and the value used, to the last digit',
    ({ id, params: spec, presets }) => {
      for (const [key, param] of Object.entries(spec)) {
        if (param.kind !== 'number') continue;
        const { min, max, integer } = param;
        const given = ['abc', '-1e99', '1e99', ...(integer ? [String(min + 0.5), String(max - 0.5)] : [])];
        for (const start of Object.values(presets)) {
          for (const text of given) {
            const [problem] = readUrlState(`?${id}.${key}=${text}`, id, spec, start).problems;
            if (!problem) throw new Error(`nothing is said of ${key}=${text}`);
            for (const locale of locales) {
              const said = problemInWords(spec, { ...problem, given: '' }, locale);
              expect(numbersIn(said.replace(key, '')), said).toEqual([min, max, problem.used]);
            }
          }
        }
      }
    },
  );

  it('is grouped as the language does', () => {
    const { problems } = readUrlState('?x.seed=1e99', 'x', params, start);
    const said = (locale: (typeof locales)[number]) =>
      problems.map((problem) => problemInWords(params, problem, locale));
    expect(said('en')).toEqual([
      'The link sets seed to 1e99, outside whole numbers from 1 to 999,999. Using 999,999.',
    ]);
    expect(said('zh-cn')).toEqual(['链接把 seed 设为 1e99，超出了 1 到 999999 的整数。改用 999999。']);
  });
});
