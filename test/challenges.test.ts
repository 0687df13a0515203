/** Challenges: in both languages, not met by doing nothing, and met by what their solutions say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { widgetIds } from '#src/cli/node-lab.ts';
import { locales } from '#src/i18n.ts';
import type { Challenges } from '#src/lab/challenges.ts';
import type { AnyExperiment, BackendName, ConfigLike, SummaryRecord } from '#src/lab/contract.ts';
import type { FinishedRun } from '#src/lab/finished-run.ts';
import { decodeRecords } from '#src/lab/record.ts';
import { challengesAsText, challengesFromText, challengesOf } from '#src/progress/challenges.ts';
import { chapterParts } from '#src/progress/parts.ts';
import { startBackend, summaryOf } from './backends.ts';
import { sampleOf } from './extent.ts';
import type { Solutions } from './solutions/solution.ts';

const LEAST_CHALLENGES = 2;

const chapters = chapterParts.flatMap((part) =>
  readdirSync(`content/en/${part}`).map((file) => `${part}/${file.replace('.mdx', '')}`),
);

/** Attributes of a component's tags in a chapter, in their order. */
function tagsOf(locale: string, chapter: string, component: string): Record<string, string>[] {
  const text = readFileSync(`content/${locale}/${chapter}.mdx`, 'utf8').replace(/```[\s\S]*?```/g, '');
  return [...text.matchAll(new RegExp(`<${component}\\s([\\s\\S]*?)>\\n`, 'g'))].map(([, attributes = '']) =>
    Object.fromEntries(
      [...attributes.matchAll(/(\w+)=(?:"([^"]*)"|\{([^}]*)\})/g)].map(([, key = '', text_, code]) => [
        key,
        text_ ?? code ?? '',
      ]),
    ),
  );
}

const challengesIn = (locale: string, chapter: string): string[] =>
  tagsOf(locale, chapter, 'Challenge').flatMap(({ widget, check }) =>
    widget !== undefined || check !== undefined ? [`${widget}/${check}`] : [],
  );

const widgets = (await widgetIds()).filter((id) => existsSync(`widgets/${id}/challenges.ts`));

const checksOf = async (id: string): Promise<Challenges<ConfigLike, SummaryRecord>> =>
  (await import(`../widgets/${id}/challenges.ts`)).challenges;

const finished = (id: string, config: ConfigLike, summary: SummaryRecord, backend: BackendName = 'wasm') =>
  ({ id, instance: id, config, summary, backend, settings: '' }) satisfies FinishedRun;

describe('the chapters', () => {
  it.each(chapters)('%s: the same challenges in both languages, at least two with a check', (chapter) => {
    const english = challengesIn('en', chapter);
    expect(challengesIn('zh-cn', chapter)).toEqual(english);
    expect(english.length, english.join(', ')).toBeGreaterThanOrEqual(LEAST_CHALLENGES);
  });

  it.each(locales)('are counted by the shell as they stand in the text, in %s', (locale) => {
    const pages = [...chapters, 'glossary'].flatMap((slug) =>
      locales.map((of) => ({ id: `${of}/${slug}`, body: readFileSync(`content/${of}/${slug}.mdx`, 'utf8') })),
    );
    const counted = challengesOf(pages, locale);
    expect(counted).toEqual(new Map(chapters.map((slug) => [slug, challengesIn(locale, slug)])));
    expect(challengesFromText(challengesAsText(counted))).toEqual(counted);
  });

  it('use each check there is, and no other', async () => {
    const used = new Set(locales.flatMap((locale) => chapters.flatMap((one) => challengesIn(locale, one))));
    const known = await Promise.all(
      widgets.map(async (id) => Object.keys(await checksOf(id)).map((check) => `${id}/${check}`)),
    );
    expect([...used].sort()).toEqual(known.flat().sort());
  });

  it.each(chapters)('%s: the same predictions in both languages', (chapter) => {
    const shape = (locale: string) =>
      tagsOf(locale, chapter, 'Predict').map(({ id, options, answer }) => ({
        id,
        answer,
        options: options?.match(/'[^']*'/g)?.length,
      }));
    expect(shape('zh-cn')).toEqual(shape('en'));
    const drawn = (locale: string) =>
      tagsOf(locale, chapter, 'PredictDraw').map(({ question, x, y, ...rest }) => rest);
    expect(drawn('zh-cn')).toEqual(drawn('en'));
    const ids = [...shape('en'), ...drawn('en')].flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { widget, value } of drawn('en')) {
      const view = readFileSync(`widgets/${widget}/View.tsx`, 'utf8');
      expect(view, `${widget} shows what is drawn of ${value}`).toContain('guessSeries(');
    }
  });
});

describe.for(widgets)('%s', (id) => {
  it('has no challenge that the run of a preset meets', async () => {
    const records = decodeRecords<ConfigLike, unknown, SummaryRecord>(
      readFileSync(`widgets/${id}/baked.json`, 'utf8'),
    );
    expect(records.length).toBeGreaterThan(0);
    for (const [name, { met }] of Object.entries(await checksOf(id))) {
      for (const { config, summary } of records) {
        expect(met([finished(id, config, summary)]).met, `${name} by ${JSON.stringify(config)}`).toBe(false);
      }
    }
  });
});

describe.for(sampleOf(widgets))('%s', (id) => {
  beforeAll(() => startBackend('wasm'));

  it('has for each challenge a solution that meets it, and a near miss that does not', async () => {
    const challenges = await checksOf(id);
    const { experiment }: { experiment: AnyExperiment } = await import(`../widgets/${id}/experiment.ts`);
    const { solutions }: { solutions: Solutions<ConfigLike, string> } = await import(`./solutions/${id}.ts`);
    expect(Object.keys(solutions).sort()).toEqual(Object.keys(challenges).sort());
    for (const [name, { solve, nearMiss }] of Object.entries(solutions)) {
      expect(solve.length, name).toBeGreaterThan(0);
      expect(await standings(name, solve), `${name}: its solution`).toEqual(
        solve.map((_, i) => i === solve.length - 1),
      );
      expect(await standings(name, nearMiss), `${name}: its near miss`).toEqual(nearMiss.map(() => false));
    }

    /** Whether the challenge is met after the first of these runs, after the second, and so on. */
    async function standings(name: string, configs: readonly ConfigLike[]): Promise<boolean[]> {
      const met: boolean[] = [];
      let runs: readonly FinishedRun<ConfigLike, SummaryRecord>[] = [];
      for (const config of configs) {
        runs = [finished(id, config, await summaryOf(experiment, config)), ...runs];
        met.push(challenges[name]?.met(runs).met ?? false);
      }
      return met;
    }
  });
});
