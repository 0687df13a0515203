import { expect, it } from 'vitest';
import { loadWidget, widgetIds } from '#src/cli/node-lab.ts';
import { locales, type Translated } from '#src/i18n.ts';
import { defaultConfig, type Params, seedParam } from '#src/lab/params.ts';
import { changedKeys, differingKeys, settingLabel, settingsLine, settingValue } from '#src/lab/settings.ts';
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
