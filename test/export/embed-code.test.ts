import { expect, it } from 'vitest';
import { embedCode } from '#src/export/embed-code.ts';

const address = 'https://example.org/course/en/embed/dropout/?dropout.seed=2&dropout.dropRate=0.3';

it('is a frame with the address and the title, and a script that listens to the frame alone', () => {
  const code = embedCode({ address, title: 'What “dropout” does' });
  expect(code).toContain(`src="${address.replace('&', '&amp;')}"`);
  expect(code).toContain('title="What “dropout” does"');
  expect(code).toContain('frame.contentWindow === source');
});

it('names the controls to show, or none', () => {
  expect(embedCode({ address, title: 't', shown: ['dropRate', 'seed'] })).toContain(
    '&amp;show=dropRate,seed"',
  );
  expect(embedCode({ address, title: 't', shown: [] })).toContain('&amp;show=none"');
});

it('lets no title out of its attribute', () => {
  const code = embedCode({ address, title: '"><script>alert(1)</script>&' });
  expect(code).toContain('title="&quot;>&lt;script>alert(1)&lt;/script>&amp;"');
});
