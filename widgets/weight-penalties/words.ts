/** What the figure says, whatever the language. */
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { Config, PresetName, params } from './config.ts';
import type { StemWords } from './StemPlot.tsx';

export interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly stems: StemWords;
  readonly stemScale: string;
  readonly values: string;
  readonly sizes: string;
  readonly maps: string;
  readonly mapsKey: (scale: string) => string;
  /** The end of it, which stays on one line. */
  readonly zeroKey: string;
  readonly classNames: string;
  readonly describeMaps: (zeroShare: string) => string;
  readonly lossChart: string;
  readonly loss: string;
  readonly dataLoss: string;
  readonly penalty: string;
  readonly apart: string;
  readonly noPenalty: string;
  /** For a constraint. */
  readonly noPenaltyTerm: string;
  readonly strength: (symbol: string) => string;
  readonly pathChart: (symbol: string) => string;
  readonly errorChart: (symbol: string) => string;
  readonly noPath: string;
  readonly diverged: string;
  readonly weight: string;
  readonly relevant: string;
  readonly others: string;
  readonly error: string;
  readonly training: string;
  readonly validation: string;
  readonly noise: string;
  readonly zeroChart: string;
  readonly zeroShare: string;
  readonly normChart: string;
  readonly norm: string;
  readonly classNumber: string;
  readonly input: string;
  readonly step: string;
  readonly geometryChart: string;
  readonly describeGeometry: (solution: string) => string;
  readonly geometryNote: string;
  readonly minimum: string;
  readonly solution: string;
  readonly exactlyZero: string;
  readonly notZero: string;
  readonly shapes: Readonly<Record<Config['penalty'], string>>;
  /** L1 where it is too weak for a corner. */
  readonly side: string;
  readonly zeros: string;
  readonly near: string;
  readonly validationError: string;
  readonly validationAccuracy: string;
  readonly largestNorm: string;
  readonly kept: string;
  readonly scalars: string;
  readonly lossTable: string;
  readonly weightTable: (images: boolean) => string;
  readonly pathTable: string;
  readonly value: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<
    Record<
      | 'exactZeros'
      | 'exactZeroFraction'
      | 'nearZeros'
      | 'falseWeightsRemoved'
      | 'trueWeightsKept'
      | 'validationAccuracy'
      | 'unusedPixelFraction'
      | 'maxUnitNorm'
      | 'diverged'
      | 'trainLoss'
      | 'dataLoss'
      | 'penaltyLoss',
      string
    >
  > & {
    readonly validationLoss: (images: boolean) => string;
    readonly weights: (images: boolean) => string;
  };
}
