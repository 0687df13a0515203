/** What is recorded of figures comes in files of its own; what wakes them finds the same properties as without. */
import { expect, it } from 'vitest';
import { withRecordsApart } from '#src/site/records-apart.ts';

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
const island = (props: unknown, client = 'reached') =>
  `<astro-island uid="x" props="${escaped(JSON.stringify(props))}" ssr client="${client}" opts="{}"><p>a</p></astro-island>`;

const long = JSON.stringify({ curve: [...Array(500).keys()], word: `<it's> & "${'"'}` });
const props = { id: [0, 'dropout'], baked: [0, long], short: [0, '{"a":1}'], list: [1, [[0, long]]] };

it('puts long texts into files, and leaves their addresses', () => {
  const files = new Map<string, string>();
  const put = (text: string) => {
    const address = `/course/${files.size}.json`;
    files.set(address, text);
    return address;
  };
  const html = `<p>${'x'.repeat(2000)}</p>${island(props)}`;
  const changed = withRecordsApart(html, put);
  expect([...files]).toEqual([['/course/0.json', long]]);
  expect(changed).toBe(
    html.replace(
      ` props="${escaped(JSON.stringify(props))}"`,
      ` props="${escaped(JSON.stringify({ ...props, baked: [0, ''] }))
        .replaceAll('&#39;', "'")
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')}" data-apart="${escaped('{"baked":"/course/0.json"}')}"`,
    ),
  );
});

it('leaves other islands alone, and those of which nothing is long', () => {
  const put = () => expect.unreachable();
  for (const page of [island(props, 'visible'), island({ id: [0, 'dropout'] }), '<p>none</p>']) {
    expect(withRecordsApart(page, put)).toBe(page);
  }
});

it('refuses properties in a spelling that is not known', () => {
  const page = island(props).replace('&quot;', '&apos;');
  expect(() => withRecordsApart(page, () => '')).toThrow('&apos;');
});
