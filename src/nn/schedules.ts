/**
 * How the learning rate falls with time (CS231n, "Annealing the learning rate"; cosine: Loshchilov & Hutter 2017,
 * arXiv:1608.03983, without restarts).
 *
 * | name | a(t) |
 * | --- | --- |
 * | constant | a₀ |
 * | step | a₀ factor^⌊t/every⌋ |
 * | exponential | a₀ e^(−kt) |
 * | inverse | a₀/(1 + kt) |
 * | cosine | ½ a₀ (1 + cos(π t/T)) up to T, 0 from there on |
 *
 * t counts the steps done before the one whose rate is asked for, from 0; it may be a fraction. To decay by the epoch,
 * ask for a(t / steps per epoch).
 */

/** a(t): the learning rate of the step that `t` steps precede. */
export type Schedule = (t: number) => number;

/** Every number that a schedule may need; each takes those that it uses. */
export interface ScheduleSpec {
  /** a₀ ≥ 0 */
  readonly rate: number;
  /** In (0, 1]: what the rate is multiplied by at each fall (step). */
  readonly factor: number;
  /** Steps between two falls, a positive integer (step). */
  readonly every: number;
  /** k ≥ 0, per step (exponential, inverse). */
  readonly decay: number;
  /** T, the positive number of steps after which the rate is 0 (cosine). */
  readonly total: number;
}

/** Each throws a RangeError that names the bad number: `invalid decay; not a finite number of at least 0: ${k}`. */
export const schedules = {
  constant: ({ rate }) => {
    checkRate(rate);
    return () => rate;
  },
  step: ({ rate, factor, every }) => {
    checkRate(rate);
    if (!(factor > 0 && factor <= 1)) throw new RangeError(`invalid factor; not in (0, 1]: ${factor}`);
    if (!Number.isInteger(every) || every < 1) {
      throw new RangeError(`invalid interval; not a positive integer: ${every}`);
    }
    return (t) => rate * factor ** Math.floor(t / every);
  },
  exponential: ({ rate, decay }) => {
    checkRate(rate);
    checkDecay(decay);
    return (t) => rate * Math.exp(-decay * t);
  },
  inverse: ({ rate, decay }) => {
    checkRate(rate);
    checkDecay(decay);
    return (t) => rate / (1 + decay * t);
  },
  cosine: ({ rate, total }) => {
    checkRate(rate);
    if (!(total > 0 && Number.isFinite(total))) {
      throw new RangeError(`invalid total; not a positive number of steps: ${total}`);
    }
    return (t) => (t < total ? (rate * (1 + Math.cos((Math.PI * t) / total))) / 2 : 0);
  },
} satisfies Record<string, (spec: ScheduleSpec) => Schedule>;

export type ScheduleName = keyof typeof schedules;

/** @throws RangeError `invalid learning rate; not a finite number of at least 0: ${rate}` */
export function checkRate(rate: number): void {
  if (!(rate >= 0 && Number.isFinite(rate))) {
    throw new RangeError(`invalid learning rate; not a finite number of at least 0: ${rate}`);
  }
}

function checkDecay(decay: number): void {
  if (!(decay >= 0 && Number.isFinite(decay))) {
    throw new RangeError(`invalid decay; not a finite number of at least 0: ${decay}`);
  }
}

/** A rate that was in force from some step on. */
export interface RateChange {
  /** Steps done before it. */
  readonly step: number;
  readonly rate: number;
}

/**
 * A constant rate that someone may change while training goes on: `wanted` is asked before each step, `undefined` stands
 * for the rate before. `changes` grows with each other rate that a step was taken with.
 */
export function adjustable(
  rate: number,
  wanted: () => number | undefined,
): { readonly schedule: Schedule; readonly changes: readonly RateChange[] } {
  checkRate(rate);
  const changes: RateChange[] = [];
  const schedule = (step: number) => {
    const before = changes.at(-1)?.rate ?? rate;
    const now = wanted() ?? before;
    if (now !== before) changes.push({ step, rate: now });
    return now;
  };
  return { schedule, changes };
}
