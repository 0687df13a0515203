/** The figure's numbers, as tables. */
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import type { TableContent } from '#src/charts/DataTable.tsx';
import { formatPercent, formatSetting } from '#src/format.ts';
import type { Config } from './config.ts';
import type { Summary } from './experiment.ts';
import type { Words } from './words.ts';

/** @param step the word for it */
export function tablesOf(summary: Summary, config: Config, words: Words, step: string): TableContent[] {
  const images = config.dataset === 'images';
  const symbol = config.penalty === 'max-norm' ? 'c' : 'λ';
  return [
    {
      caption: words.scalars,
      corner: '',
      columns: [words.value],
      rows: [
        { key: 'exactZeros', label: words.rows.exactZeros, values: [summary.exactZeros] },
        {
          key: 'exactZeroFraction',
          label: words.rows.exactZeroFraction,
          values: [formatPercent(summary.exactZeroFraction, 1)],
        },
        { key: 'nearZeros', label: words.rows.nearZeros, values: [summary.nearZeros] },
        ...(images
          ? [
              {
                key: 'validationAccuracy',
                label: words.rows.validationAccuracy,
                values: [formatPercent(summary.validationAccuracy, 1)],
              },
              {
                key: 'unusedPixelFraction',
                label: words.rows.unusedPixelFraction,
                values: [formatPercent(summary.unusedPixelFraction, 1)],
              },
            ]
          : [
              {
                key: 'falseWeightsRemoved',
                label: words.rows.falseWeightsRemoved,
                values: [summary.falseWeightsRemoved],
              },
              {
                key: 'trueWeightsKept',
                label: words.rows.trueWeightsKept,
                values: [summary.trueWeightsKept],
              },
            ]),
        {
          key: 'validationLoss',
          label: words.rows.validationLoss(images),
          values: [summary.validationLoss],
        },
        { key: 'maxUnitNorm', label: words.rows.maxUnitNorm, values: [summary.maxUnitNorm] },
        {
          key: 'diverged',
          label: words.rows.diverged,
          values: [summary.diverged ? words.yes : words.no],
        },
      ],
    },
    {
      caption: words.lossTable,
      corner: step,
      columns: tableSteps(summary.dataLoss.length),
      rows: (['trainLoss', 'dataLoss', 'penaltyLoss'] as const).map((key) =>
        curveRow(key, words.rows[key], summary[key]),
      ),
    },
    {
      caption: words.weightTable(images),
      corner: images ? words.classNumber : words.input,
      columns: summary.weights.map((_, i) => i + 1),
      rows: [{ key: 'weights', label: words.rows.weights(images), values: summary.weights }],
    },
    ...(summary.pathStrength.length > 0
      ? [
          {
            caption: words.pathTable,
            corner: symbol,
            columns: summary.pathStrength.map((strength) => formatSetting(strength, 2)),
            rows: [
              {
                key: 'pathExactZeros',
                label: words.rows.exactZeros,
                values: summary.pathExactZeros,
              },
              {
                key: 'pathValidationLoss',
                label: words.rows.validationLoss(false),
                values: summary.pathValidationLoss,
              },
            ],
          },
        ]
      : []),
    {
      caption: words.geometryChart,
      corner: '',
      columns: ['w₁', 'w₂'],
      rows: [{ key: 'geometrySolution', label: words.solution, values: summary.geometrySolution }],
    },
  ];
}
