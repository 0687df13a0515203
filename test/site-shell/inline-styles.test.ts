/** Style attributes become rules that say the same, and nothing else of the page changes. */
import { expect, it } from 'vitest';
import { InlineStyles, selectorsFor } from '#src/site/inline-styles.ts';

it('gives one name to what says the same, and rules that win as attributes do', () => {
  const styles = new InlineStyles();
  expect(
    styles.hoist('<p class="a" style="height:3em;">x</p><i style="left:1%"></i><b style="height:3em;"/>'),
  ).toBe('<p class="a" data-style-s0>x</p><i data-style-s1></i><b data-style-s0/>');
  expect(styles.sheet()).toBe(
    '[data-style-s0]:not(#_#_#_){height:3em}\n[data-style-s1]:not(#_#_#_){left:1%}\n',
  );
});

it('leaves alone what is no attribute of an element', () => {
  const html =
    '<!-- <p style="a:b"> --><script>x = \'<p style="a:b">\'</script><a title=\'a style="b"\' data-style="c">style="d"</a>';
  expect(new InlineStyles().hoist(html)).toBe(html);
});

it('reads what HTML writes as entities, and finds attributes after a “>” in another', () => {
  const styles = new InlineStyles();
  expect(styles.hoist('<p title="a > b" style="font:&quot;A&#38;B&quot;">')).toBe(
    '<p title="a > b" data-style-s0>',
  );
  expect(styles.sheet()).toContain('{font:"A&B"}');
});

it('says what scripts take away only where none run', () => {
  const styles = new InlineStyles();
  styles.hoist('<kbd style="display: none;"></kbd>');
  expect(styles.sheet()).toMatch(/^@media \(scripting:none\)\{.*display: none\}\}\n$/);
});

it('refuses an attribute that would end its rule', () => {
  expect(() => new InlineStyles().hoist('<p style="} body { display: none">')).toThrow(
    'a style attribute that is no list of declarations',
  );
});

it.each([
  ["<p style='a:b'>", "style='a:b'"],
  ['<p style=a:b>', 'style=a:b'],
  ['<p STYLE="a:b">', 'STYLE="a:b"'],
  ['<p style = "a:b">', 'style = "a:b"'],
  ['<p title="a > b" onclick="x()">', 'onclick="x()"'],
  ['<img onerror=x()>', 'onerror=x()'],
])('refuses in %s what would have no effect', (html, attribute) => {
  expect(() => new InlineStyles().hoist(html)).toThrow(
    `an attribute that the page's policy does not let in: ${attribute}`,
  );
});

it('marks what a sheet knows by its custom properties, as highlighted code', () => {
  expect(new InlineStyles().hoist('<span style="--0:#C792EA;--1:#403F53">let</span>')).toBe(
    '<span data-properties data-style-s0>let</span>',
  );
  const colours = (selector: string) => `.code :where(span${selector}:not([class])){color:var(--0, inherit)}`;
  for (const asked of ["[style^='--']", '[style^="--"]', '[style^=--]'])
    expect(selectorsFor(colours(asked))).toBe(colours('[data-properties]'));
  expect(() => selectorsFor('a{b:c}p[style*=d]{e:f}')).toThrow(
    'a style sheet asks for style attributes, which pages have none of: p[style*=d]',
  );
});
