/** The figure's numbers, for those who don't see it. */
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import type { TableContent } from '#src/charts/DataTable.tsx';
import { formatCount, formatSeconds } from '#src/format.ts';
import type { Summary } from './experiment.ts';
import type { strings } from './strings.ts';

type Words = (typeof strings)['en'];

const curves = ['activationStd', 'theoryActivationStd', 'gradientStd', 'theoryGradientStd'] as const;

const facts = [
  'growthPerBlock',
  'theoryGrowthPerBlock',
  'gradientGrowthPerBlock',
  'theoryGradientGrowthPerBlock',
  'varianceIncreasePerBlock',
  'gradientRatio',
  'initialLoss',
] as const;

export function tables(summary: Summary, words: Words): TableContent[] {
  const points = summary.activationStd.length;
  const overflow = (key: 'activationOverflow' | 'gradientOverflow') => ({
    key,
    label: words.rows[key],
    values: [summary[key] >= 0 ? summary[key] : words.none],
  });
  return [
    {
      caption: `${words.activationChart} · ${words.gradientChart}`,
      corner: words.block,
      columns: tableSteps(points).map((step) => step - 1), // the stem is block 0
      rows: curves
        .filter((key) => summary[key].length > 0)
        .map((key) => curveRow(key, words.rows[key], summary[key])),
    },
    {
      caption: words.scalars,
      corner: '',
      columns: [words.value],
      rows: [
        {
          key: 'parameterCount',
          label: words.rows.parameterCount,
          values: [formatCount(summary.parameterCount)],
        },
        ...facts.map((key) => ({ key, label: words.rows[key], values: [summary[key]] })),
        overflow('activationOverflow'),
        overflow('gradientOverflow'),
        ...(['forwardMillis', 'backwardMillis'] as const).map((key) => ({
          key,
          label: words.rows[key],
          values: [formatSeconds(summary[key])],
        })),
      ],
    },
  ];
}
