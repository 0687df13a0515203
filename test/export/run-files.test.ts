import { describe, expect, it } from 'vitest';
import { type ExportedRun, fileName, runAsCsv, runAsJson } from '#src/export/run-files.ts';
import { runCli } from '../cli/run-cli.ts';

const run: ExportedRun = {
  id: 'some-widget',
  config: { seed: 3, init: 'he', batchNorm: false, scale: 1e-7 },
  backend: 'wasm',
  summary: {
    loss: 0.1 + 0.2,
    diverged: true,
    std: [1 / 3, Number.NaN, Number.POSITIVE_INFINITY],
    empty: [],
  },
};

describe('CSV', () => {
  it('has a number a line, in full precision, with the settings in front', () => {
    expect(runAsCsv(run).split('\n')).toEqual([
      'key,index,value',
      'id,,some-widget',
      'backend,,wasm',
      'config.seed,,3',
      'config.init,,he',
      'config.batchNorm,,false',
      'config.scale,,1e-7',
      'loss,,0.30000000000000004',
      'diverged,,true',
      'std,1,0.3333333333333333',
      'std,2,NaN',
      'std,3,Infinity',
      '',
    ]);
  });
});

describe('JSON', () => {
  it('is what the command line prints, but for the time it took', () => {
    const args = ['activation-statistics', '--set', 'width=20', '--set', 'samples=50', '--json'];
    const { stdout } = runCli('experiment.ts', ...args);
    const { timing, ...printed } = JSON.parse(stdout);
    expect(timing).toBeDefined();
    const { id, config, backend, summary } = printed;
    expect(JSON.parse(runAsJson({ id, config, backend, summary }))).toEqual(printed);
    expect(Object.keys(JSON.parse(runAsJson({ id, config, backend, summary })))).toEqual(
      Object.keys(printed),
    );
  });

  it('has null for what is not a finite number', () => {
    expect(JSON.parse(runAsJson(run)).summary.std).toEqual([1 / 3, null, null]);
  });
});

it('names its files after the widget and the seed', () => {
  expect(fileName(run, 'csv')).toBe('some-widget-seed-3.csv');
});
