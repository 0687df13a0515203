import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { widgetIds } from '#src/cli/node-lab.ts';
import { experimentCommand, experimentWithSettings } from '#src/code/settings.ts';
import { defaultConfig } from '#src/lab/params.ts';
import { params, presets } from '#widgets/learning-rates/config.ts';

it('the command has what is not the default, and the seed', () => {
  const prefix = 'npm run experiment -- learning-rates';
  expect(experimentCommand('learning-rates', params, { ...defaultConfig(params), seed: 7 })).toBe(
    `${prefix} --seed 7 --backend wasm --json`,
  );
  expect(experimentCommand('learning-rates', params, { ...presets.low, batchSize: 20 })).toBe(
    `${prefix} --set curves=one --set learningRate=0.001 --set batchSize=20 --seed 1 --backend wasm --json`,
  );
});

it('the settings stand before the source, all of them, as TypeScript', () => {
  const text = experimentWithSettings('learning-rates', params, { ...presets.low, steps: 50 }, 'SOURCE');
  expect(text).toContain("import('./config.ts').Config = {\n  curves: 'one',\n  learningRate: 0.001,");
  expect(text).toContain('  steps: 50,\n  seed: 1,\n};\n\nSOURCE');
});

it('no experiment has another `thisRun`', async () => {
  const sources = (await widgetIds()).map((id) => readFileSync(`widgets/${id}/experiment.ts`, 'utf8'));
  expect(sources.filter((source) => source.includes('thisRun'))).toEqual([]);
});
