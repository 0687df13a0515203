/** Recorded runs of a widget, by preset, as `npm run bake` wrote them. */
import { movingAverage } from '#src/averages.ts';

type Records = Readonly<Record<string, unknown>>;

/** A preset's recorded run as JSON text. Throws where it has not been recorded. */
export function bakedRecord(records: Records, preset: string): string {
  const record = records[preset];
  if (!record) throw new Error(`no recorded run of the preset “${preset}”: run npm run bake`);
  return JSON.stringify(record);
}

const COMPANION_SMOOTHING = 20;

/**
 * One array of each preset's summary, as JSON text by preset: curves to lay behind the run that is shown, each point the
 * mean of so many values. Of a long one, each `every`th point.
 */
export function companionCurves(
  records: Records,
  key: string,
  smoothing = COMPANION_SMOOTHING,
  every = 1,
): string {
  const curves = Object.entries(records).flatMap(([preset, record]) => {
    const curve = curveOf(record, key, smoothing)?.filter((_, i) => (i + 1) % every === 0);
    return curve ? [[preset, curve] as const] : [];
  });
  return JSON.stringify(Object.fromEntries(curves));
}

function curveOf(record: unknown, key: string, smoothing: number): number[] | undefined {
  if (record === null || typeof record !== 'object' || !('summary' in record)) return undefined;
  const { summary } = record;
  if (summary === null || typeof summary !== 'object') return undefined;
  const values: unknown = Object.entries(summary).find(([name]) => name === key)?.[1];
  if (!Array.isArray(values)) return undefined;
  const curve = values.map((value) => (value === null ? Number.NaN : Number(value))); // JSON has no NaN
  return movingAverage(curve, smoothing).map((value) => Number(value.toPrecision(3)));
}

/**
 * One list of a preset's summary as it was recorded, each value the mean of the last `smoothing`; `undefined` where there is
 * none, or not of numbers throughout.
 */
export function recordedCurve(
  records: Records,
  preset: string,
  key: string,
  smoothing = 1,
): readonly number[] | undefined {
  const curve = curveOf(records[preset], key, smoothing);
  return curve?.every(Number.isFinite) ? curve : undefined;
}
