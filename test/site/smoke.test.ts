import { expect, inject, it } from 'vitest';

it('serves the front page of both languages', async () => {
  for (const locale of ['en', 'zh-cn']) {
    const response = await fetch(`${inject('siteUrl')}${locale}/`);
    expect(response.status).toBe(200);
  }
});
