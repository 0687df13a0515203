import { formatSetting } from '#src/format.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import { type Config, type PresetName, type params, racing, settingsOf } from './config.ts';

type Method = 'gd' | 'momentum' | 'nesterov';

/** What the figure says, in each language. */
export interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly names: Readonly<Record<Method, string>>;
  /** For the ends of lines. */
  readonly shortNames: Readonly<Record<Method, string>>;
  readonly plot: {
    readonly describe: (surface: string, count: number) => string;
    readonly title: string;
    readonly key: Readonly<Record<'start' | 'drag' | 'velocity' | 'pull' | 'lookahead' | 'minimum', string>>;
    readonly start: string;
    readonly startHint: string;
    readonly x: string;
    readonly y: string;
  };
  readonly sliceAxes: { readonly x: string; readonly y: string };
  readonly atRest: string;
  readonly left: (who: readonly { readonly name: string; readonly step: number | undefined }[]) => string;
  readonly scrubber: { readonly step: string; readonly play: string; readonly pause: string };
  readonly distanceChart: string;
  readonly sliceChart: string;
  readonly imagesChart: string;
  readonly distance: string;
  readonly loss: string;
  readonly step: string;
  /** What the lines in it are that are no run: with theory's, and with what leads on from runs that have arrived. */
  readonly chartNote: (has: {
    readonly theory: boolean;
    /** Only close to a minimum. */
    readonly near: boolean;
    readonly arrived: boolean;
    readonly left: boolean;
    /** The last steps that lines of those who left are drawn to, where they end. */
    readonly until: readonly number[];
  }) => string;
  readonly mapTitle: (method: string) => string;
  readonly mapOf: string;
  readonly map: {
    readonly describe: (name: string, hasMomentum: boolean) => string;
    readonly point: string;
    readonly pointHint: string;
    readonly optimum: string;
    readonly diverges: string;
    readonly rate: string;
    readonly momentum: string;
    readonly scale: string;
  };
  /** Nesterov's map has two hollow marks. */
  readonly mapNote: (two: boolean) => string;
  /** Why gradient descent's is but one row. */
  readonly rowNote: string;
  readonly nesterovNote: (rate: string, momentum: string) => string;
  readonly formulas: Readonly<
    Record<'exceeded' | 'rate' | 'near' | 'measured' | 'steps' | 'never' | 'diverged' | 'effective', string>
  >;
  readonly lossTable: string;
  readonly never: string;
  readonly value: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<
    Record<
      | 'StepsToTolerance'
      | 'Rate'
      | 'TheoryRate'
      | 'LearningRate'
      | 'Momentum'
      | 'Limit'
      | 'Diverged'
      | 'Path'
      | 'Distance'
      | 'TrainLoss'
      | 'StepsToLoss',
      string
    >
  >;
}

export const names = {
  en: { gd: 'gradient descent', momentum: 'momentum', nesterov: 'Nesterov' },
  'zh-cn': { gd: '梯度下降', momentum: '动量', nesterov: 'Nesterov 动量' },
} as const;

/** Everyone's a and μ, where each has its own. */
export function eachOwn(config: Config, words: Readonly<Record<Method, string>>, comma: string): string {
  return racing(config)
    .map((method) => `${words[method]} ${formatSetting(settingsOf(config, method).rate)}`)
    .join(comma);
}
