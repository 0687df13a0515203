/** Sheets that serve the same kinds of pages are one. */
import { expect, it } from 'vitest';
import { sheetsOf, sheetsToJoin, withJoinedSheets } from '#src/site/joined-sheets.ts';

const link = (href: string, more = '') => `<link rel="stylesheet" href="${href}"${more}>`;
const none: ReadonlySet<string> = new Set();

it('finds the sheets that a page waits for, in their order', () => {
  const page = `<head>${link('/print.css', ' media="print"')}${link('/b.css')}${link('/a.css')}</head>`;
  expect(sheetsOf(page)).toEqual(['/b.css', '/a.css']);
});

it('joins those that serve the same kinds of pages, told by the first sheet, and no others', () => {
  const chapters = [
    ['shell', 'figure', 'icon', 'ravine', 'all'],
    ['shell', 'figure', 'dropout', 'all'],
  ];
  const frames = [
    ['figure', 'frame', 'ravine', 'all'],
    ['figure', 'frame', 'dropout', 'all'],
  ];
  const groups = sheetsToJoin([...chapters, ...frames, ['plain', 'all']], none);
  expect(groups.map((group) => [...group].sort().join(' ')).sort()).toEqual([
    'all',
    'dropout figure ravine',
    'frame',
    'icon shell',
    'plain',
  ]);
});

it('keeps the order that pages have their sheets in', () => {
  const [group] = sheetsToJoin(
    [
      ['shell', 'b', 'd'],
      ['shell', 'a', 'b', 'c', 'd'],
    ],
    none,
  );
  expect(group).toEqual(['shell', 'a', 'b', 'c', 'd']);
});

it('leaves a sheet alone that a script asks for by its name', () => {
  expect(sheetsToJoin([['shell', 'lazy', 'icon']], new Set(['lazy']))).toEqual([['shell', 'icon'], ['lazy']]);
});

it('links once to each sheet that stands for some of the page’s own, in one order everywhere', () => {
  const joined = new Map([
    ['shell', 's1'],
    ['icon', 's1'],
    ['figure', 's2'],
    ['all', 'all'],
  ]);
  const page = `<head>${link('print', ' media="print"')}${link('shell')}<title>t</title>${link('figure')}${link('icon')}${link('all')}</head>`;
  expect(withJoinedSheets(page, joined)).toBe(
    `<head>${link('print', ' media="print"')}${link('s1')}${link('s2')}${link('all')}<title>t</title></head>`,
  );
  expect(withJoinedSheets(`<head>${link('figure')}</head>`, joined)).toBe(`<head>${link('s2')}</head>`);
});
