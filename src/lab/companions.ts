/** Curves of a widget's other presets, as its page hands them to its view. */

type Curves<Name extends string> = Readonly<Partial<Record<Name, readonly number[]>>>;

/**
 * Reads groups of what `companionCurves` wrote, `{ group: { preset: [2.3, null, …] } }`; null is NaN again.
 * @throws TypeError where the text is anything else, or names no preset
 */
export function readCompanions<Name extends string>(
  text: string | undefined,
  presets: Readonly<Record<Name, unknown>>,
): ReadonlyMap<string, Curves<Name>> {
  const groups = Object.entries(objectOf(text === undefined ? {} : JSON.parse(text)));
  return new Map(groups.map(([group, curves]) => [group, curvesOf(curves, presets)]));
}

function curvesOf<Name extends string>(
  group: unknown,
  presets: Readonly<Record<Name, unknown>>,
): Curves<Name> {
  const isPreset = (name: string): name is Name => Object.hasOwn(presets, name);
  const curves: Partial<Record<Name, readonly number[]>> = {};
  for (const [name, curve] of Object.entries(objectOf(group))) {
    if (!isPreset(name)) throw new TypeError(`a curve of no preset: ${name}`);
    if (!Array.isArray(curve)) throw new TypeError(`no curve of ${name}`);
    curves[name] = curve.map((value: unknown) => {
      if (value === null) return Number.NaN;
      if (typeof value === 'number') return value;
      throw new TypeError(`no number in the curve of ${name}: ${value}`);
    });
  }
  return curves;
}

function objectOf(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TypeError(`no curves by name: ${JSON.stringify(value)}`);
}
