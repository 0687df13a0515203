/** Imports point one way. Each rule names who may import what; everything else is a violation, listed with its file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

interface Import {
  readonly from: string;
  /** Path from the root, or a package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const sourceFiles = ['src', 'widgets', 'content'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|astro|mdx)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
);

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

function importsOf(file: string): Import[] {
  const text = file.endsWith('.mdx') ? read(file).replace(/```[\s\S]*?```/g, '') : read(file);
  const found: Import[] = [];
  const statement = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/g;
  for (const [, type, to = ''] of text.matchAll(statement)) {
    found.push({ from: file, to: resolve(file, to), typeOnly: type !== undefined });
  }
  for (const [, to = ''] of text.matchAll(/import\(\s*'([^']+)'\s*\)/g)) {
    found.push({ from: file, to: resolve(file, to), typeOnly: false });
  }
  return found;
}

function resolve(file: string, specifier: string): string {
  const plain = specifier.replace(/\?.*$/, '');
  if (plain.startsWith('#')) return plain.slice(1);
  return plain.startsWith('.') ? path.join(path.dirname(file), plain) : plain;
}

const imports = sourceFiles.flatMap(importsOf);

/** Imports of the files that `who` matches, other than those that `allowed` lets through. */
function violations(who: RegExp, allowed: (one: Import) => boolean): string[] {
  const theirs = imports.filter(({ from }) => who.test(from));
  expect(theirs.length, `no import matches ${who}: the rule has lost its subject`).toBeGreaterThan(0);
  return theirs.filter((one) => !allowed(one)).map(({ from, to }) => `${from} → ${to}`);
}

const within = (...folders: string[]) => {
  return ({ to }: Import) => folders.some((folder) => to === folder || to.startsWith(`${folder}/`));
};
const widgetOf = (file: string) => /^widgets\/([^/]+)\//.exec(file)?.[1];
const tfjsCore = within('@tensorflow/tfjs-core');

describe('imports', () => {
  it('were found at all, of each kind', () => {
    expect(imports.length).toBeGreaterThan(150);
    expect(imports.some(({ from, to }) => from.endsWith('.mdx') && to.startsWith('widgets/'))).toBe(true);
    expect(imports.some(({ to }) => to === '@tensorflow/tfjs-backend-wasm')).toBe(true);
    expect(imports.some(({ typeOnly }) => typeOnly)).toBe(true);
  });

  it('of a chapter: the doors of widgets, the course’s components, Starlight’s', () => {
    const allowed = within('src/components', '@astrojs/starlight');
    expect(
      violations(/^content\//, (one) => /^widgets\/[^/]+\/index\.astro$/.test(one.to) || allowed(one)),
    ).toEqual([]);
  });

  it('of a View: controls, charts, lab, words; of its experiment only types; no TensorFlow.js', () => {
    const shared = within('src/controls', 'src/charts', 'src/lab', 'src/format.ts', 'src/i18n.ts', 'preact');
    const engine = within('src/lab/worker.ts', 'src/lab/backends.ts', 'src/lab/runner.ts');
    expect(
      violations(/^widgets\/[^/]+\/View\.tsx$/, (one) => {
        if (widgetOf(one.to)) return !one.to.endsWith('/experiment.ts') || one.typeOnly;
        return shared(one) && !engine(one);
      }),
    ).toEqual([]);
  });

  it('of an experiment: nets, data, randomness, the contract, its parameters; no page', () => {
    const allowed = within('src/nn', 'src/data', 'src/random.ts', 'src/averages.ts', 'src/lab/contract.ts');
    expect(
      violations(
        /^widgets\/[^/]+\/experiment\.ts$/,
        (one) => allowed(one) || tfjsCore(one) || one.to.endsWith('/config.ts'),
      ),
    ).toEqual([]);
  });

  it('of a script in PyTorch: no page, no TensorFlow.js', () => {
    const shared = within(
      'src/code',
      'src/i18n.ts',
      'src/nn/quadratic-descent.ts',
      'src/data/transfer-tasks.ts',
    );
    expect(
      violations(
        /^widgets\/[^/]+\/pytorch[^/]*\.ts$/,
        (one) => shared(one) || widgetOf(one.to) !== undefined,
      ),
    ).toEqual([]);
    expect(violations(/^src\/code\//, (one) => one.typeOnly || within('src/code')(one))).toEqual([]);
  });

  it('of challenges: the lab’s types, settings, averages; of the experiment only types', () => {
    const allowed = within('src/lab/challenges.ts', 'src/averages.ts');
    expect(
      violations(/^widgets\/[^/]+\/challenges\.ts$/, (one) => {
        if (widgetOf(one.to)) return one.to.endsWith('/config.ts') || one.typeOnly;
        return allowed(one);
      }),
    ).toEqual([]);
  });

  it('never lead from one widget to another', () => {
    const foreign = imports.filter(({ from, to }) => {
      const target = widgetOf(to);
      return widgetOf(from) !== undefined && target !== undefined && target !== widgetOf(from);
    });
    expect(foreign.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('of src/nn: tfjs-core, randomness, averages and itself', () => {
    const allowed = within('src/nn', 'src/random.ts', 'src/averages.ts');
    expect(violations(/^src\/nn\//, (one) => allowed(one) || tfjsCore(one))).toEqual([]);
  });

  it('of src/data and src/random.ts: no TensorFlow.js, no lab', () => {
    const forbidden = within('src/lab', 'src/nn', 'widgets');
    const free = (one: Import) => !one.to.startsWith('@tensorflow') && !forbidden(one);
    expect(violations(/^src\/(data\/|random\.ts)/, free)).toEqual([]);
  });

  it('of a backend stand in src/lab alone', () => {
    const outside = imports.filter(
      ({ from, to }) => to.startsWith('@tensorflow/tfjs-backend') && !from.startsWith('src/lab/'),
    );
    expect(outside.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('of charts and controls: no experiment, no TensorFlow.js', () => {
    const forbidden = within('widgets', 'src/nn', 'src/data', 'src/cli');
    const free = (one: Import) => !one.to.startsWith('@tensorflow') && !forbidden(one);
    expect(violations(/^src\/(charts|controls)\//, free)).toEqual([]);
  });
});

describe('the source', () => {
  it.each([
    ['Math.random', /Math\.random\(/],
    ['a synchronous read from the device', /\.(dataSync|arraySync)\(/],
    ['a silenced type error', /@ts-(ignore|expect-error|nocheck)|\bas any\b|:\s*any\b/],
  ])('has no %s', (_name, pattern) => {
    const code = sourceFiles.filter((file) => !file.endsWith('.mdx') && pattern.test(read(file)));
    expect(code).toEqual([]);
  });
});

it('exports no function and no constant that no other file takes', () => {
  const testFiles = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.join('test', file));
  const texts = new Map(
    [...sourceFiles, ...testFiles, 'astro.config.mjs', 'vitest.config.ts'].map(
      (file) => [file, read(file)] as const,
    ),
  );
  const words = new Map<string, string[]>();
  for (const [file, text] of texts) {
    for (const word of new Set(text.match(/[A-Za-z_$][\w$]*/g))) {
      words.set(word, [...(words.get(word) ?? []), file]);
    }
  }
  const unused = [...texts].flatMap(([file, text]) =>
    [...text.matchAll(/^export (?:const|let|class|(?:async )?function\*?) ([\w$]+)/gm)]
      .filter(([, name = '']) => words.get(name)?.length === 1)
      .map(([, name]) => `${file}: ${name}`),
  );
  expect(unused.filter((one) => !one.startsWith('src/content.config.ts:'))).toEqual([]); // those Astro takes
});

it('has no style for a class that nothing has', () => {
  /** Of Starlight, its code blocks, KaTeX and uPlot. */
  const foreign =
    /^(?:site-title|right-group|social-icons|right-sidebar-container|expressive-code|katex-display|u-\w+)$/;
  const sheets = [
    'src/styles',
    ...readdirSync(path.join(root, 'widgets')).map((id) => `widgets/${id}`),
  ].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((file) => file.endsWith('.css'))
      .map((file) => path.join(folder, file)),
  );
  const classes = sheets.flatMap((file) =>
    [
      ...read(file)
        .replace(/\/\*[\s\S]*?\*\/|url\([^)]*\)/g, '')
        .matchAll(/\.(-?[a-z_][\w-]*)/gi),
    ].map(([, name = '']) => ({ file, name })),
  );
  expect(classes.length).toBeGreaterThan(200);
  const code = sourceFiles.map(read).join('\n');
  const given = new Set(code.match(/[A-Za-z_][\w-]*/g));
  expect(classes.filter(({ name }) => !foreign.test(name) && !given.has(name))).toEqual([]);
});

describe('a widget’s folder', () => {
  const widgets = readdirSync(path.join(root, 'widgets'));

  it.each(widgets)('%s has its seven files', (id) => {
    const expected = [
      'config.ts',
      'experiment.ts',
      'strings.ts',
      'View.tsx',
      'index.astro',
      'baked.json',
      'pytorch.ts',
    ];
    expect(expected.filter((file) => !existsSync(path.join(root, 'widgets', id, file)))).toEqual([]);
  });

  it.each(widgets)('%s has a recorded run of each preset, with the preset’s settings', async (id) => {
    const { presets } = await import(`../widgets/${id}/config.ts`);
    const records = JSON.parse(read(`widgets/${id}/baked.json`));
    expect(Object.keys(records)).toEqual(Object.keys(presets));
    for (const [name, config] of Object.entries(presets)) expect(records[name].config).toEqual(config);
  });
});
