/**
 * An experiment's parameters as data: one specification drives the controls, the URL, the command line and the tests.
 */

interface ParamBase {
  /** Shown only while this holds; the value is kept all the same. */
  readonly relevant?: (config: ConfigRecord) => boolean;
  /** Tucked away with the settings that few readers touch. */
  readonly advanced?: boolean;
  /** How a run is drawn, and not the run: the view has the control beside what it changes, and no run goes stale by it. */
  readonly display?: boolean;
}

export interface NumberParam extends ParamBase {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Spacing of the slider; on a logarithmic scale, of log₁₀ of the value. Any value in range is accepted elsewhere. */
  readonly step: number;
  readonly scale: 'linear' | 'log';
  readonly integer?: boolean;
  /** Changed while a run goes on, it takes effect at the run's next step. */
  readonly live?: boolean;
  /** What takes the setting's place while it is not relevant: the value that the other settings imply. */
  readonly implied?: (config: ConfigRecord) => number;
  /**
   * Where the other settings leave only some of the values in range: the nearest ones that they leave, from below and from
   * above; twice the value itself where it is one of them, twice the first or the last beyond these.
   */
  readonly nearest?: (value: number, config: ConfigRecord) => readonly [below: number, above: number];
  /** Values worth a mark beneath the slider. */
  readonly marks?: readonly SliderMark[];
  /** Marks that move with the other settings; they take the place of `marks`. */
  readonly marksFor?: (config: ConfigRecord) => readonly SliderMark[];
}

export interface SliderMark {
  readonly value: number;
  /** Where it isn't the number itself. */
  readonly label?: string;
  /** Beneath the others, so that close ones stay apart; 0 where absent. */
  readonly row?: number;
}

export interface ChoiceParam<Choice extends string = string> extends ParamBase {
  readonly kind: 'choice';
  readonly default: Choice;
  readonly choices: readonly Choice[];
}

export interface ToggleParam extends ParamBase {
  readonly kind: 'toggle';
  readonly default: boolean;
}

export type Param = NumberParam | ChoiceParam | ToggleParam;
export type Params = Readonly<Record<string, Param>>;
export type ParamValue = number | string | boolean;
export type ConfigRecord = Readonly<Record<string, ParamValue>>;

type ValueOf<P> = P extends { kind: 'number' }
  ? number
  : P extends { kind: 'choice'; choices: readonly (infer Choice)[] }
    ? Choice
    : P extends { kind: 'toggle' }
      ? boolean
      : never;

/** The configuration that a specification describes. */
export type ConfigOf<P extends Params> = { readonly [Key in keyof P]: ValueOf<P[Key]> };

/** Every widget's seed. */
export const seedParam = {
  kind: 'number',
  default: 1,
  min: 1,
  max: 999_999,
  step: 1,
  scale: 'linear',
  integer: true,
} as const satisfies NumberParam;

/** Every trained widget's number of steps. */
export const trainingStepsParam = {
  kind: 'number',
  default: 300,
  min: 50,
  max: 1000,
  step: 50,
  scale: 'linear',
  integer: true,
  advanced: true,
  marks: [{ value: 50 }, { value: 300 }, { value: 1000 }],
} as const satisfies NumberParam;

/** How many of the training images a net learns from, where that is the reader's to choose. */
export const trainingImagesParam = {
  kind: 'number',
  default: 1000,
  min: 200,
  max: 5000,
  step: 0.05,
  scale: 'log',
  integer: true,
  marks: [{ value: 200 }, { value: 500 }, { value: 1000 }, { value: 5000 }],
} as const satisfies NumberParam;

export function defaultConfig<P extends Params>(params: P): ConfigOf<P> {
  return Object.fromEntries(
    Object.entries(params).map(([key, param]) => [key, param.default]),
  ) as ConfigOf<P>;
}

/** What is wrong with a value. `used` is the nearest allowed value, where there is a sensible one. */
export interface ParamProblem {
  readonly reason:
    | 'unknown-key'
    | 'not-a-number'
    | 'not-an-integer'
    | 'out-of-range'
    | 'not-a-choice'
    | 'not-with-others'
    /** In an address, of a setting without its figure's name; `key` has that name. */
    | 'without-figure'
    /** In an address, of a setting of a figure that the page doesn't have; `key` has both names. */
    | 'unknown-figure';
  readonly key: string;
  readonly given: string;
  /** The allowed values, in words: `0.0001 … 10`, `tanh | relu | sigmoid`. */
  readonly allowed: string;
  readonly used: ParamValue | undefined;
}

export type ParseResult =
  | { readonly value: ParamValue; readonly problem?: undefined }
  | { readonly value: ParamValue | undefined; readonly problem: ParamProblem };

const trueWords = ['true', 'on', '1', 'yes'];
const falseWords = ['false', 'off', '0', 'no'];

/** What a setting may be that is no number, as addresses write it. */
export const namedValues = (param: ChoiceParam | ToggleParam): readonly string[] =>
  param.kind === 'choice' ? param.choices : ['true', 'false'];

export function allowedValues(param: Param): string {
  if (param.kind !== 'number') return namedValues(param).join(' | ');
  return `${param.min} … ${param.max}${param.integer ? ', whole numbers' : ''}`;
}

/** Reads a value from text. An out-of-range number comes back clamped, with the problem said. */
export function parseParam(params: Params, key: string, text: string): ParseResult {
  const param = Object.hasOwn(params, key) ? params[key] : undefined;
  if (!param) {
    const problem = {
      reason: 'unknown-key',
      key,
      given: text,
      allowed: Object.keys(params).join(' | '),
      used: undefined,
    } as const;
    return { value: undefined, problem };
  }
  const fail = (reason: ParamProblem['reason'], used: ParamValue): ParseResult => ({
    value: used,
    problem: { reason, key, given: text, allowed: allowedValues(param), used },
  });
  const trimmed = text.trim();
  if (param.kind === 'toggle') {
    if (trueWords.includes(trimmed.toLowerCase())) return { value: true };
    if (falseWords.includes(trimmed.toLowerCase())) return { value: false };
    return fail('not-a-choice', param.default);
  }
  if (param.kind === 'choice') {
    return param.choices.includes(trimmed) ? { value: trimmed } : fail('not-a-choice', param.default);
  }
  const number = trimmed === '' ? Number.NaN : Number(trimmed);
  if (Number.isNaN(number)) return fail('not-a-number', param.default);
  const clamped = Math.min(param.max, Math.max(param.min, number));
  if (clamped !== number) return fail('out-of-range', clamped);
  if (param.integer && !Number.isInteger(number)) return fail('not-an-integer', Math.round(number));
  return { value: number };
}

/** The nearer one of the two values that are allowed next to this one. */
export function nearestOf(value: number, [below, above]: readonly [below: number, above: number]): number {
  return above - value < value - below ? above : below;
}

/** A configuration in which every number is one that the other settings leave, and what had to be changed for it. */
export function fitted<P extends Params>(
  params: P,
  config: ConfigOf<P>,
): { readonly config: ConfigOf<P>; readonly problems: readonly ParamProblem[] } {
  const problems = Object.entries(params).flatMap(([key, param]): ParamProblem[] => {
    if (param.kind !== 'number' || !param.nearest || param.relevant?.(config) === false) return [];
    const value = Number(config[key]);
    const neighbours = param.nearest(value, config);
    const used = nearestOf(value, neighbours);
    if (used === value) return [];
    const allowed = [...new Set(neighbours)].join(', ');
    return [{ reason: 'not-with-others', key, given: String(value), allowed, used }];
  });
  const changes = Object.fromEntries(problems.map(({ key, used }) => [key, used]));
  return { config: { ...config, ...changes }, problems };
}

/** Whether two configurations mean the same run: equal in every parameter that matters to either of them. */
export function sameConfig<P extends Params>(params: P, a: ConfigOf<P>, b: ConfigOf<P>): boolean {
  return Object.entries(params).every(
    ([key, { relevant, display }]) =>
      display || a[key] === b[key] || (relevant && !relevant(a) && !relevant(b)),
  );
}

/** `config` drawn as `current` is, in the ways of drawing that `keeps` lets through. */
export function withDisplay<P extends Params>(
  params: P,
  config: ConfigOf<P>,
  current: ConfigOf<P>,
  keeps: (key: string, param: Param) => boolean = () => true,
): ConfigOf<P> {
  const kept = Object.entries(params)
    .filter(([key, param]) => param.display && keeps(key, param))
    .map(([key]) => [key, current[key]]);
  return { ...config, ...Object.fromEntries(kept) };
}

/**
 * A preset chosen over the reader's settings: the seed stays, and so does how runs are drawn, unless the preset sets that
 * away from its default.
 */
export function chosenPreset<P extends Params>(
  params: P,
  preset: ConfigOf<P>,
  current: ConfigOf<P>,
): ConfigOf<P> {
  const drawn = withDisplay(params, preset, current, (key, param) => preset[key] === param.default);
  return { ...drawn, seed: current.seed };
}
