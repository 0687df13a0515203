/** The scripts are Python, whatever the settings; they have the settings in them, and nothing that is not a value. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { widgetIds } from '#src/cli/node-lab.ts';
import { indented, literal, script } from '#src/code/python.ts';
import { locales } from '#src/i18n.ts';
import { type ConfigRecord, fitted, type Param, type Params, type ParamValue } from '#src/lab/params.ts';

const ids = await widgetIds();
/** These are about the picture, or about what a script leaves to it, or there are settings with which they change nothing. */
const idle = [
  'ravine-race.mapPoints',
  'ravine-race.seed', // in the plane nothing is random
  'ravine-race.equalEffectiveRate', // only plain descent has it
  'weight-penalties.pathPoints', // images have no path
];

async function widgetOf(id: string): Promise<{
  params: Params;
  presets: Record<string, ConfigRecord>;
  pytorch: (config: ConfigRecord, locale: 'en' | 'zh-cn') => string;
}> {
  const { params, presets } = await import(`../../widgets/${id}/config.ts`);
  const { pytorch } = await import(`../../widgets/${id}/pytorch.ts`);
  return { params, presets, pytorch };
}

/** Other values than this one. */
function others(param: Param, value: ParamValue | undefined): ParamValue[] {
  if (param.kind === 'toggle') return [!value];
  if (param.kind === 'choice') return param.choices.filter((one) => one !== value);
  const between = param.integer
    ? Math.round((2 * param.min + param.max) / 3)
    : 0.7 * param.min + 0.3 * param.max;
  return [param.min, between, param.max].filter((one) => one !== value);
}

const relevant = (params: Params, config: ConfigRecord) =>
  Object.entries(params).filter(([, param]) => !param.display && param.relevant?.(config) !== false);

describe('a block of Python', () => {
  it('has two blank lines around a definition and one elsewhere', () => {
    expect(script('import torch', 'x = 1', 'def f():\n    return 1', false, 'f()')).toBe(
      'import torch\n\nx = 1\n\n\ndef f():\n    return 1\n\n\nf()\n',
    );
  });

  it('writes values as Python does, and indents', () => {
    expect(literal([784, 'a"b'])).toBe('[784, "a\\"b"]');
    expect([true, false, 1e-7, 1e21, -2].map(literal)).toEqual(['True', 'False', '1e-7', '1e+21', '-2']);
    expect(indented('a\n\nb')).toBe('    a\n\n    b');
  });
});

describe.for(ids)('the script of %s', (id) => {
  it('has every setting that matters, and no value that is none', async () => {
    const { params, presets, pytorch } = await widgetOf(id);
    for (const preset of Object.values(presets)) {
      const code = pytorch(preset, 'en');
      for (const [key, param] of relevant(params, preset)) {
        for (const value of others(param, preset[key])) {
          const changed = fitted(params, { ...preset, [key]: value }).config;
          const other = pytorch(changed, 'en');
          expect(other, `${key}=${value}`).not.toMatch(/undefined|\bNaN\b|\[object|Infinity|\$\{|\bnull\b/);
          if (idle.includes(`${id}.${key}`)) continue;
          expect(other, `${key}=${value} changes nothing`).not.toBe(code);
          if (param.kind === 'number' && value !== 0) expect(other, key).toContain(String(changed[key]));
        }
      }
    }
  });

  it('says the same in both languages but for its comments', async () => {
    const { presets, pytorch } = await widgetOf(id);
    const bare = (code: string) =>
      code
        .replace(/#.*$/gm, '')
        .replace(/"[^"\n]*"/g, '""')
        .replace(/[ \t]+$/gm, '');
    for (const preset of Object.values(presets)) {
      const [en, zh] = locales.map((locale) => pytorch(preset, locale));
      expect(bare(zh ?? '')).toBe(bare(en ?? ''));
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).not.toMatch(/[^\x20-\x7e\n]/);
      expect((en ?? '').split('\n').filter((line) => line.length > 120)).toEqual([]);
    }
  });
});

it.each(ids)(
  'the script of %s says whether a run has diverged, and which running variances judge',
  async (id) => {
    const { presets, pytorch } = await widgetOf(id);
    const recorded: Record<string, { summary: object }> = JSON.parse(
      readFileSync(`widgets/${id}/baked.json`, 'utf8'),
    );
    for (const [name, preset] of Object.entries(presets)) {
      for (const locale of locales) {
        const code = pytorch(preset, locale);
        if (Object.keys(recorded[name]?.summary ?? {}).some((key) => /diverged$/i.test(key)))
          expect(code, name).toMatch(/diverged["=]/i);
        if (code.includes('nn.BatchNorm') && code.includes('.eval()'))
          expect(code, name).toContain('n / (n - 1)');
      }
    }
  },
);

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('there is no python3: the scripts are not parsed');

// not skipped where it is absent: a skipped test counts as failed
it('every script is Python, in both languages', async () => {
  const scripts: { name: string; code: string }[] = [];
  for (const id of ids) {
    const { params, presets, pytorch } = await widgetOf(id);
    for (const [name, preset] of Object.entries(presets)) {
      for (const locale of locales) scripts.push({ name: `${id} ${name}`, code: pytorch(preset, locale) });
      for (const [key, param] of relevant(params, preset))
        for (const value of others(param, preset[key]))
          scripts.push({
            name: `${id} ${name} ${key}=${value}`,
            code: pytorch(fitted(params, { ...preset, [key]: value }).config, 'en'),
          });
    }
  }
  expect(scripts.length).toBeGreaterThan(200);
  if (!hasPython) return;
  const check = `
import ast, json, sys
for one in json.load(sys.stdin):
    try: ast.parse(one["code"])
    except SyntaxError as error: print(one["name"], error)`;
  const { stdout, stderr } = spawnSync('python3', ['-c', check], {
    input: JSON.stringify(scripts),
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONUTF8: '1' },
  });
  expect(stdout + stderr).toBe('');
});
