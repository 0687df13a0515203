/** The shaded room between two lines, as SVG paths in a square of 1000 × 1000. */
import { type ComponentChildren, isValidElement, toChildArray } from 'preact';
import { describe, expect, it } from 'vitest';
import { SvgBands } from '#src/charts/SvgInk.tsx';
import { makeScale, scalesOf } from '#src/charts/scales.ts';
import type { Axis, Band } from '#src/charts/spec.ts';

const linear = { x: makeScale(axis('linear', 0, 4), []), y: makeScale(axis('linear', 0, 10), []) };
const log = { x: linear.x, y: makeScale(axis('log', 1e-4, 1), []) };

function axis(scale: Axis['scale'], min: number, max: number): Axis {
  return { label: '', scale, min, max };
}

interface Drawn {
  readonly d?: string;
  readonly 'data-role'?: string;
  readonly children?: ComponentChildren;
}

/** What is drawn of a band: [role, path]. */
function drawn(bands: readonly Band[], scales: Parameters<typeof SvgBands>[0]['scales']) {
  const svg: { readonly props: Drawn } = SvgBands({ bands, scales });
  return toChildArray(svg.props.children).flatMap((child) => {
    if (!isValidElement(child)) return [];
    const { d, 'data-role': role }: Drawn = child.props;
    return [[role, d]];
  });
}

const band = (x: number[], low: number[], high: number[]): Band => ({
  key: 'b',
  role: 'train',
  x,
  low,
  high,
});

describe('a band', () => {
  it('goes along its upper edge and back along the lower one', () => {
    // x: 250 a unit to the right; y: 100 a unit up from 1000
    expect(drawn([band([0, 1, 4], [2, 3, 0], [4, 6, 10])], linear)).toEqual([
      ['train', 'M0 600L250 400L1000 0L1000 1000L250 700L0 800z'],
    ]);
  });

  it('is shut before a gap in either edge and begun anew behind it; a single place has no room', () => {
    const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY];
    const x = [0, 1, 2, 3, 4];
    const both = 'M0 500L250 500L250 900L0 900zM750 500L1000 500L1000 900L750 900z';
    expect(drawn([band(x, [1, 1, nan, 1, 1], [5, 5, 5, 5, 5])], linear)).toEqual([['train', both]]);
    expect(drawn([band(x, [1, 1, 1, 1, 1], [5, 5, infinity, 5, 5])], linear)).toEqual([['train', both]]);
    expect(drawn([band(x, [1, nan, 1, 1, nan], [5, 5, 5, 5, 5])], linear)).toEqual([
      ['train', 'M500 500L750 500L750 900L500 900z'],
    ]);
    expect(drawn([band(x, [nan, nan, nan, nan, nan], [5, 5, 5, 5, 5])], linear)).toEqual([['train', '']]);
    // an edge that is shorter than the other ends the band there
    expect(drawn([band(x, [1, 1], [5, 5, 5, 5, 5])], linear)).toEqual([
      ['train', 'M0 500L250 500L250 900L0 900z'],
    ]);
  });

  it('lies where the logarithms are, and has a gap where there is none', () => {
    // four decades: 250 each
    expect(drawn([band([0, 4], [1e-4, 1e-3], [0.01, 1])], log)).toEqual([
      ['train', 'M0 500L1000 0L1000 750L0 1000z'],
    ]);
    expect(drawn([band([0, 1, 2, 3], [0, 1e-3, 1e-3, -1], [0.1, 0.1, 0.1, 0.1])], log)).toEqual([
      ['train', 'M250 250L500 250L500 750L250 750z'],
    ]);
  });

  it('keeps its role beside others', () => {
    const other: Band = { ...band([0, 4], [0, 0], [1, 1]), key: 'c', role: 'other' };
    const roles = drawn([band([0, 4], [2, 2], [3, 3]), other], linear).map(([role]) => role);
    expect(roles).toEqual(['train', 'other']);
  });

  it('makes room for itself on the axes', () => {
    const { x, y } = scalesOf({
      x: { label: '', scale: 'linear' },
      y: { label: '', scale: 'linear' },
      series: [{ key: 'a', role: 'train', label: '', x: [0, 1], y: [1, 2] }],
      bands: [band([0, 5], [-3, Number.NaN], [1, 7])],
    });
    expect([x.min, x.max]).toEqual([0, 5]);
    const ticks = y.ticks.map(({ value }) => value);
    expect([Math.min(...ticks), Math.max(...ticks)]).toEqual([-4, 8]);
    for (const value of [-3, 7]) {
      expect(y.position(value)).toBeGreaterThan(0);
      expect(y.position(value)).toBeLessThan(1);
    }
  });
});
