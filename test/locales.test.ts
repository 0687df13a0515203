/** The two languages mirror each other, and the Chinese is punctuated as Chinese is. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { locales } from '#src/i18n.ts';
import { chapterParts } from '#src/progress/parts.ts';
import { pagesInOrder } from '#src/site/sidebar.ts';

const folder = (locale: string) => fileURLToPath(new URL(`../content/${locale}/`, import.meta.url));
const pagesOf = (locale: string) =>
  readdirSync(folder(locale), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.mdx'))
    .sort();
const read = (locale: string, page: string) => readFileSync(folder(locale) + page, 'utf8');
const withoutCode = (text: string) => text.replace(/```[\s\S]*?```/g, '');

/** What has to stand in the same order in both languages: headings by level, components by name with what isn't prose. */
function skeleton(text: string): string[] {
  const body = withoutCode(text).replace(/^---\n[\s\S]*?\n---\n/, '');
  return [...body.matchAll(/^(#{2,4}) |<([A-Z]\w+)((?:\s[^>]*?)?)\/?>|<div id="([^"]+)">/gm)].map(
    ([, heading, component, attributes = '', id]) => {
      if (heading) return `h${heading.length}`;
      if (id) return `#${id}`;
      const fixed =
        attributes.match(/\b(preset|instance|hero|syncKey)(="[^"]*")?|\b(id|widget|check|value)="[^"]*"/g) ??
        [];
      return `<${component} ${fixed.join(' ')}>`;
    },
  );
}

describe('the two trees of chapters', () => {
  it('have the same pages', () => {
    expect(pagesOf('zh-cn')).toEqual(pagesOf('en'));
    expect(pagesOf('en').length).toBeGreaterThanOrEqual(6);
  });

  it('are in the sidebar and on both front pages, part by part', () => {
    const parts = readdirSync(folder('en'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(parts.map(({ name }) => name).sort(), 'src/progress/parts.ts').toEqual(
      [...chapterParts, 'about'].sort(),
    );
    for (const page of pagesOf('en').filter((file) => file.includes('/'))) {
      const slug = page.replace('.mdx', '');
      expect(pagesInOrder, 'src/site/sidebar.ts').toContain(slug);
      if (slug.startsWith('about/')) continue;
      for (const locale of locales)
        expect(read(locale, 'index.mdx'), locale).toContain(`(/${locale}/${slug}/`);
    }
  });

  it.each(pagesOf('en'))('%s: the same headings, figures and cards in the same order', (page) => {
    const english = skeleton(read('en', page));
    expect(english.length).toBeGreaterThan(2);
    expect(skeleton(read('zh-cn', page))).toEqual(english);
  });

  it.each(pagesOf('en'))('%s: the same formulas set apart', (page) => {
    const formulas = (locale: string) =>
      [...withoutCode(read(locale, page)).matchAll(/\$\$([\s\S]*?)\$\$/g)].map(([, tex = '']) =>
        tex.replace(/\\text\{[^}]*\}/g, '').replace(/\s+/g, ''),
      );
    expect(formulas('zh-cn').length).toBe(formulas('en').length);
  });
});

describe('the Chinese', () => {
  const prose = (page: string) =>
    withoutCode(read('zh-cn', page))
      .replace(/^---\n[\s\S]*?\n---\n/, '')
      .replace(/^import .*$/gm, '')
      .replace(/\$\$[\s\S]*?\$\$|\$[^$\n]*\$|`[^`\n]*`/g, 'x')
      .replace(/\]\([^)]*\)/g, ']')
      .replace(/ (\w+)="([^"]*)"/g, ' $2')
      .replace(/<[^>\n]*>/g, '');

  it.each(pagesOf('zh-cn'))('%s has full-width punctuation after a Chinese character', (page) => {
    expect(prose(page).match(/.{0,12}[\u4e00-\u9fff][,;:?!](?=\s|$|[\u4e00-\u9fff]).{0,6}/gm) ?? []).toEqual(
      [],
    );
  });

  it.each(pagesOf('zh-cn'))('%s has no straight double quotes and no exclamation mark', (page) => {
    expect(prose(page).match(/.{0,12}["!！].{0,12}/g) ?? []).toEqual([]);
  });

  it.each(pagesOf('zh-cn'))('%s has a space between Chinese and Latin letters or digits', (page) => {
    const joined =
      prose(page).match(/.{0,8}([\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]).{0,8}/g) ?? [];
    // names that are written together: the source's account
    expect(joined.filter((text) => !text.includes('Spark学习技巧'))).toEqual([]);
  });
});

describe('the words of the figures', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const sources = ['src', 'widgets']
    .flatMap((at) => readdirSync(root + at, { recursive: true }).map((file) => `${at}/${file}`))
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => [file, readFileSync(root + file, 'utf8')] as const);
  const isSaid = (file: string) => !file.endsWith('pytorch.ts');
  const isView = (file: string) => file.startsWith('widgets/') && file.endsWith('.tsx');
  const found = (pattern: RegExp, files: (name: string) => boolean) =>
    sources
      .filter(([file]) => files(file))
      .flatMap(([file, text]) => (text.match(pattern) ?? []).map((m) => `${file}: ${m}`));

  it('have full-width punctuation after a Chinese character', () => {
    // between Chinese only: what follows a key or a shape is program
    expect(found(/.{0,12}[\u4e00-\u9fff][,;:?!] ?[\u4e00-\u9fff].{0,6}/g, isSaid)).toEqual([]);
  });

  it('are put together where both languages say how, and not in a view', () => {
    // pairs of coordinates are written alike in both
    expect(found(/`(?!\()[^`\n]*[:,;] \$\{[^`\n]*`|join\('[,;] '\)/g, isView)).toEqual([]);
  });
});
