/** A line beneath the run bar: how long a run takes, before it starts; while it goes on, how much is left. */
import { useRef } from 'preact/hooks';
import type { Locale } from '#src/i18n.ts';
import type { ConfigOf, Params } from '#src/lab/params.ts';
import { labStrings } from '#src/lab/strings.ts';
import type { Lab } from '#src/lab/use-experiment.ts';

export interface RunEstimateProps<P extends Params, Frame, Summary> {
  readonly lab: Lab<P, Frame, Summary>;
  readonly locale: Locale;
  /** The run that is shown did all its steps: its time tells of others. */
  readonly whole: boolean;
  readonly secondsOnWasm: (config: ConfigOf<P>) => number;
}

/** From here on the line says what makes a run shorter. */
const LONG_SECONDS = 15;
const SECONDS_PER_MINUTE = 60;
/** Times are said to the second below this, and to so many seconds below a minute. */
const FINE_SECONDS = 20;
const COARSE_SECONDS = 5;
const MILLIS = 1000;

export function RunEstimate<P extends Params, Frame, Summary>(props: RunEstimateProps<P, Frame, Summary>) {
  const { lab, locale } = props;
  const words = labStrings[locale].estimate;
  const speed = useSpeed(props);
  const left = useTimeLeft(lab);
  const inWords = (seconds: number) =>
    seconds < SECONDS_PER_MINUTE - COARSE_SECONDS / 2
      ? words.seconds(roundedSeconds(seconds))
      : words.minutes(Math.max(1, Math.round(seconds / SECONDS_PER_MINUTE)));

  if (lab.state === 'running' || lab.state === 'loading' || lab.state === 'paused') {
    return <p class="run-estimate">{left === undefined ? '' : words.left(inWords(left))}</p>;
  }
  const seconds = props.secondsOnWasm(lab.config) * (speed?.factor ?? 1);
  const text = speed
    ? words.measured(inWords(seconds), labStrings[locale].backends[speed.backend])
    : words.unmeasured(inWords(seconds));
  return (
    <p class="run-estimate" data-long={seconds > LONG_SECONDS ? '' : undefined}>
      {seconds > LONG_SECONDS ? text + words.wayOut : text}
    </p>
  );
}

const roundedSeconds = (seconds: number) =>
  seconds < FINE_SECONDS
    ? Math.max(1, Math.round(seconds))
    : COARSE_SECONDS * Math.round(seconds / COARSE_SECONDS);

/** How this machine compares with the one that the estimate is of, by its last whole run. */
function useSpeed<P extends Params, Frame, Summary>({
  lab,
  whole,
  secondsOnWasm,
}: RunEstimateProps<P, Frame, Summary>) {
  const measured = useRef<{ factor: number; backend: NonNullable<typeof lab.backend> }>();
  const { state, settled, millis, backend, altered } = lab;
  if (state === 'done' && settled && whole && !altered && backend && millis !== undefined) {
    measured.current = { factor: millis / MILLIS / secondsOnWasm(lab.summaryConfig), backend };
  }
  return measured.current;
}

/** The time between two frames, in milliseconds, and the share of the run that was done in it. */
interface Stretch {
  readonly millis: number;
  readonly progress: number;
}

/** A stretch this much quicker than most is a net that has ended early, and not pace. */
const FAR_QUICKER = 4;

/** Milliseconds for the whole of a run that goes on as it has so far; undefined before the second frame. */
function paceOf(stretches: readonly Stretch[]): number | undefined {
  const paces = stretches.map(({ millis, progress }) => millis / progress).sort((a, b) => a - b);
  const median = paces[Math.floor(paces.length / 2)];
  if (median === undefined) return undefined;
  const usual = stretches.filter(({ millis, progress }) => millis / progress >= median / FAR_QUICKER);
  const sum = (key: keyof Stretch) => usual.reduce((total, stretch) => total + stretch[key], 0);
  return sum('millis') / sum('progress');
}

/** Seconds to the end of the run, from its frames so far. */
function useTimeLeft<P extends Params, Frame, Summary>(lab: Lab<P, Frame, Summary>): number | undefined {
  const seen = useRef<{ progress: number; at: number } | undefined>();
  const stretches = useRef<Stretch[]>([]);
  if (lab.state !== 'running' || lab.progress === 0) {
    seen.current = undefined; // time that a run spends waiting is none of its own
    if (lab.progress === 0) stretches.current = [];
  } else if (lab.progress !== seen.current?.progress) {
    const now = performance.now();
    const { at, progress } = seen.current ?? { at: now, progress: lab.progress };
    if (progress < lab.progress)
      stretches.current.push({ millis: now - at, progress: lab.progress - progress });
    seen.current = { progress: lab.progress, at: now };
  }
  const pace = paceOf(stretches.current);
  return pace === undefined ? undefined : ((1 - lab.progress) * pace) / MILLIS;
}
