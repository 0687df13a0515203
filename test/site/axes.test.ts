/** Axes: numbers as the language writes them, charts that can be read beneath each other, lines that are led to their names. */
import { expect } from 'vitest';
import { it } from './browser.ts';

it('writes thousands on an axis as the language does', async ({ visit }) => {
  for (const [language, thousand] of [
    ['en', '1,000'],
    ['zh-cn', '1000'],
  ] as const) {
    const page = await visit(`${language}/optimization/learning-rate-decay/`);
    const ticks = await page.locator('[data-widget] .chart-x').first().locator('span').allInnerTexts();
    expect(
      ticks.map((tick) => tick.split('\n')[0]),
      language,
    ).toContain(thousand);
  }
});

it('gives the charts of a figure the same horizontal extent', async ({ visit }) => {
  const page = await visit('zh-cn/optimization/learning-rate-decay/');
  const extents = await page
    .locator('[data-widget]')
    .first()
    .locator('.chart-plot')
    .evaluateAll((plots) =>
      plots.map((plot) => {
        const { left, width } = plot.getBoundingClientRect();
        return `${left.toFixed(1)} ${width.toFixed(1)}`;
      }),
    );
  expect(extents.length).toBeGreaterThan(1);
  expect(new Set(extents).size).toBe(1);
});

it('leads from where a line ends early to where its name stands', async ({ visit }) => {
  const page = await visit('en/optimization/momentum/');
  const chart = page.locator('[data-widget="ravine-race"]').first().locator('.chart').first();
  const led = await chart
    .locator('.chart-leader')
    .evaluateAll((leaders) => leaders.map((leader) => leader.getAttribute('data-role')));
  expect(led).toEqual(['run-2', 'run-3']); // gradient descent is last, and ends at the edge
  const [name, leader] = [chart.locator('.chart-ends [data-role="run-2"]'), chart.locator('.chart-leader')];
  const edges = await Promise.all([name.boundingBox(), leader.first().boundingBox()]);
  expect((edges[0]?.x ?? 0) - ((edges[1]?.x ?? 0) + (edges[1]?.width ?? 0))).toBeLessThan(12);
});
