import { describe, expect, it } from 'vitest';
import { keptSteps } from '#src/nn/descent-measures.ts';
import { levelLines, sampled, simplified } from '#src/nn/level-lines.ts';
import { quadratic, type Surface, saddle, valley } from '#src/nn/surfaces.ts';

const surfaces: readonly (readonly [string, Surface])[] = [
  ['quadratic', quadratic(30)],
  ['valley', valley],
  ['saddle', saddle],
];
const STEP = 1e-5;

describe.each(surfaces)('%s', (_name, { value, gradient, minima, curvatures }) => {
  const slopeAt = (x: number, y: number) => {
    const out = new Float64Array(2);
    gradient(x, y, out);
    return [out[0] ?? Number.NaN, out[1] ?? Number.NaN] as const;
  };

  it('has the gradient that differences of its values give', () => {
    for (const [x, y] of [
      [1.3, -0.4],
      [-0.7, 1.9],
      [0.01, 0.6],
      [-2, -2],
    ] as const) {
      const [dx, dy] = slopeAt(x, y);
      expect(dx).toBeCloseTo((value(x + STEP, y) - value(x - STEP, y)) / (2 * STEP), 5);
      expect(dy).toBeCloseTo((value(x, y + STEP) - value(x, y - STEP)) / (2 * STEP), 5);
    }
  });

  it('has minima where the slope is 0 and the curvatures are as they are said to be', () => {
    expect(minima.length).toBeGreaterThan(0);
    for (const [x, y] of minima) {
      expect(slopeAt(x, y).map(Math.abs)).toEqual([0, 0]);
      const column = (dx: number, dy: number) => {
        const [up, down] = [slopeAt(x + dx, y + dy), slopeAt(x - dx, y - dy)];
        return [(up[0] - down[0]) / (2 * STEP), (up[1] - down[1]) / (2 * STEP)] as const;
      };
      const [a, b] = column(STEP, 0);
      const [, d] = column(0, STEP);
      const middle = (a + d) / 2;
      const radius = Math.hypot((a - d) / 2, b);
      expect(curvatures[0]).toBeCloseTo(middle - radius, 4);
      expect(curvatures[1]).toBeCloseTo(middle + radius, 4);
    }
  });
});

it('has a saddle at 0 on the saddle: downhill along x, uphill along y', () => {
  expect(saddle.value(0.1, 0)).toBeLessThan(saddle.value(0, 0));
  expect(saddle.value(0, 0.1)).toBeGreaterThan(saddle.value(0, 0));
});

describe('level lines', () => {
  const grid = { left: -2, right: 2, bottom: -2, top: 2, points: 41 };

  it('of x² + y² are circles, one closed line each', () => {
    const heights = sampled(grid, (x, y) => x * x + y * y);
    const [circle = [], ...others] = levelLines(grid, heights, 1);
    expect(others).toEqual([]);
    expect(circle.slice(0, 2)).toEqual(circle.slice(-2));
    let around = 0;
    for (let i = 0; i < circle.length; i += 2) {
      const [x = Number.NaN, y = Number.NaN, nextX = x, nextY = y] = circle.slice(i, i + 4);
      expect(Math.abs(Math.hypot(x, y) - 1)).toBeLessThan(0.005); // of h²/8, h = 0.1, the error of a chord
      around += Math.hypot(nextX - x, nextY - y);
    }
    expect(around).toBeCloseTo(2 * Math.PI, 1);
  });

  it('that leave the grid end at its edge, and of a saddle’s height are two', () => {
    const heights = sampled(grid, (x, y) => x * y + 0.013);
    const lines = levelLines(grid, heights, 0.5);
    expect(lines.length).toBe(2);
    for (const line of lines) {
      const ends = [line.slice(0, 2), line.slice(-2)].flat().map(Math.abs);
      expect(ends.filter((end) => end === 2).length).toBe(2);
    }
  });

  it('skip what is no number', () => {
    const heights = sampled(grid, (x) => (x < 0 ? Number.NaN : x));
    expect(levelLines(grid, heights, 1)).toHaveLength(1);
  });
});

it('a simplified line keeps its ends and corners, and no point of the old one is farther from it than allowed', () => {
  const corner = [0, 0, 1, 0.001, 2, 0, 3, 0, 3, 1, 3.0005, 2, 3, 3];
  expect(simplified(corner, 0.01)).toEqual([0, 0, 3, 0, 3, 3]);
  const circle = Array.from({ length: 101 }, (_, i) => [
    Math.cos((2 * Math.PI * (i % 100)) / 100),
    Math.sin((2 * Math.PI * (i % 100)) / 100),
  ]).flat();
  const fewer = simplified(circle, 0.01);
  expect(fewer.slice(0, 2)).toEqual(fewer.slice(-2));
  // a chord over the angle t leaves the circle by 1 − cos(t/2): at 0.01 that is t = 0.28, 22 chords around
  expect(fewer.length / 2).toBeGreaterThan(22);
  expect(fewer.length / 2).toBeLessThan(60);
  for (let i = 0; i + 3 < fewer.length; i += 2) {
    const [x = 0, y = 0, nextX = 0, nextY = 0] = fewer.slice(i, i + 4);
    expect(Math.hypot((x + nextX) / 2, (y + nextY) / 2)).toBeGreaterThan(0.989);
  }
});

it('keeps every step of a short path, and of a long one neighbours of what it keeps', () => {
  expect(keptSteps(150)).toEqual(Array.from({ length: 151 }, (_, i) => i));
  const kept = keptSteps(20_000);
  expect(kept.length).toBeLessThan(210);
  expect(kept.slice(0, 81)).toEqual(Array.from({ length: 81 }, (_, i) => i));
  expect(kept.at(-1)).toBe(20_000);
  const lonely = kept.filter((step) => !kept.includes(step - 1) && !kept.includes(step + 1));
  expect(lonely).toEqual([]);
});
