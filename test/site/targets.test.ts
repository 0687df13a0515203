/** On the narrowest screen there is nothing to scroll sideways for, and nothing too small for a finger (WCAG 2.5.8). */
import { expect } from 'vitest';
import { it } from './browser.ts';
import { wake } from './widget.ts';

const SMALLEST_PX = 24;

it.concurrent.for(['en/weights/he/', 'zh-cn/optimization/nesterov/', 'en/'])(
  '%s at 320 px',
  async (path, { visit }) => {
    const page = await visit(path, { viewport: { width: 320, height: 700 } });
    await wake(page);
    const { width, small, cut } = await page.evaluate((smallest) => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      const controls = document.querySelectorAll(
        'main :is(button, select, summary, input:not(label input), label:has(input))',
      );
      return {
        width: document.documentElement.scrollWidth,
        cut: [...document.querySelectorAll('.site-title span')].map(
          (title) => title.scrollWidth - title.clientWidth,
        ),
        small: [...controls].flatMap((control) => {
          const { width, height } = control.getBoundingClientRect();
          const hidden = width === 0;
          return hidden || Math.min(width, height) > smallest - 0.1 ? [] : [control.outerHTML.slice(0, 120)];
        }),
      };
    }, SMALLEST_PX);
    expect(width).toBe(320);
    expect(small).toEqual([]);
    expect(cut).toEqual([0]);
  },
);
