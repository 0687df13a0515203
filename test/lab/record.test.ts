import { describe, expect, it } from 'vitest';
import { bakedRecord, companionCurves } from '#src/lab/baked.ts';
import { decodeRecord, encodeRecord } from '#src/lab/record.ts';
import { createRng } from '#src/random.ts';

const roundTrip = (value: unknown) => decodeRecord(encodeRecord(value));

describe('a record', () => {
  it('keeps six digits of every fraction, whatever its size', () => {
    const rng = createRng(1);
    const values = Array.from({ length: 2000 }, () => rng.normal() * 10 ** (rng.int(40) - 30));
    const back: unknown = roundTrip({ values });
    const expected = values.map((value) => Number(value.toExponential(5)));
    expect(back).toEqual({ values: expected });
    for (const [i, value] of values.entries()) {
      expect(Math.abs((expected[i] ?? Number.NaN) / value - 1)).toBeLessThanOrEqual(5e-6);
    }
  });

  it('keeps whole numbers, words and truth as they are', () => {
    const record = {
      seed: 999_999,
      count: 123_456_789,
      big: 2 ** 52,
      init: 'he',
      diverged: true,
      none: [],
      inner: { a: [0, -1] },
    };
    expect(roundTrip(record)).toEqual(record);
  });

  it('writes what is no finite number as null, in valid JSON, and reads it as NaN', () => {
    const record = {
      losses: [2.5, Number.NaN, Number.POSITIVE_INFINITY],
      accuracy: Number.NaN,
      rows: [[Number.NaN]],
    };
    expect(encodeRecord(record)).toBe('{"losses":[2.5,null,null],"accuracy":null,"rows":[[null]]}');
    expect(roundTrip(record)).toEqual({
      losses: [2.5, Number.NaN, Number.NaN],
      accuracy: Number.NaN,
      rows: [[Number.NaN]],
    });
  });

  it('keeps every signed byte, in pictures of any length', () => {
    const all = Int8Array.from({ length: 256 }, (_, i) => i - 128);
    expect(roundTrip({ maps: all, empty: new Int8Array(0), one: Int8Array.of(-1) })).toEqual({
      maps: all,
      empty: new Int8Array(0),
      one: Int8Array.of(-1),
    });
    const large = Int8Array.from({ length: 25_088 }, (_, i) => (i * 37) % 256);
    expect(roundTrip({ maps: large })).toEqual({ maps: large });
    // base64: four characters for three bytes
    expect(encodeRecord({ maps: large }).length).toBeLessThan(1.34 * 25_088 + 100);
  });

  it('is the same text when written again', () => {
    const record = {
      values: Array.from(createRng(2).normals(100)),
      maps: Int8Array.of(1, -2, 3),
      loss: Number.NaN,
    };
    const text = encodeRecord(record);
    expect(encodeRecord(decodeRecord(text))).toBe(text);
  });
});

describe('recorded runs of a widget', () => {
  const records = {
    good: { summary: { trainLoss: [4, 2, 3], accuracy: 0.5 } },
    wild: { summary: { trainLoss: [1e9, null] } },
    other: { summary: {} },
  };

  it('are found by preset, and their absence is an error', () => {
    expect(decodeRecord(bakedRecord(records, 'good'))).toEqual(records.good);
    expect(() => bakedRecord(records, 'missing')).toThrow('missing');
  });

  it('lend their smoothed curves, in which a value that is missing is not 0', () => {
    // running means: 4, (4 + 2)/2, (4 + 2 + 3)/3
    expect(JSON.parse(companionCurves(records, 'trainLoss'))).toEqual({ good: [4, 3, 3], wild: [1e9, null] });
    expect(JSON.parse(companionCurves(records, 'accuracy'))).toEqual({});
  });
});
