/** Where nets of all depths ended: the same settings, with and without shortcuts. */
import { Chart } from '#src/charts/Chart.tsx';
import { clippedLoss } from '#src/charts/curve.ts';
import type { Series } from '#src/charts/spec.ts';
import type { Config, Variant } from './config.ts';
import { lastOf, ofVariant, type PastNet } from './past-nets.ts';
import { roles } from './roles.ts';
import type { Words } from './strings.ts';

interface DepthChartProps {
  readonly nets: readonly PastNet[];
  readonly show: Config['show'];
  readonly words: Words;
  readonly live: boolean;
}

const LOSS_TOP = 2.5;
const PERCENT = 100;
const DEPTHS = [4, 20, 38, 56, 110];
/** The axis goes at least as far as this, and a little beyond the last dot. */
const LEAST_DEPTH = 56;
const MARGIN = 4;

export function DepthChart({ nets, show, words, live }: DepthChartProps) {
  const isLoss = show === 'loss';
  const top = isLoss ? LOSS_TOP : PERCENT;
  const endOf = (net: PastNet) => {
    if (net.diverged) return top;
    return clippedLoss(isLoss ? net.finalLoss : PERCENT * lastOf(net.testError), top);
  };
  const deepest = Math.max(LEAST_DEPTH, ...nets.map(({ layers }) => layers));
  const variants = Object.keys(roles) as Variant[];
  const series = variants.flatMap((variant): Series[] => {
    const own = ofVariant(nets, variant);
    if (own.length === 0) return [];
    const gone = own.every(({ diverged }) => diverged);
    return [
      {
        key: variant,
        role: roles[variant],
        label: words.nets[variant] + (gone ? ' ↑' : ''),
        x: own.map(({ layers }) => layers),
        y: own.map(endOf),
        dots: true,
        gone,
      },
    ];
  });
  return (
    <Chart
      spec={{
        title: isLoss ? words.depthLossChart : words.depthErrorChart,
        x: {
          label: words.layers,
          scale: 'linear',
          min: 0,
          max: deepest + MARGIN,
          ticks: DEPTHS.filter((depth) => depth <= deepest),
        },
        y: {
          label: isLoss ? words.finalLoss : words.testError,
          scale: 'linear',
          min: 0,
          max: top,
          ...(isLoss ? { ticks: [0, 0.5, 1, 1.5, 2, 2.5] } : {}),
        },
        series,
        note: words.depthNote,
        empty: words.noRuns,
      }}
      live={live}
      height={210}
    />
  );
}
