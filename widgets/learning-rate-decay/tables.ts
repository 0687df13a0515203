/** The figure's numbers as tables. */
import { tableSteps } from '#src/charts/curve-table.ts';
import type { TableContent, TableRow } from '#src/charts/DataTable.tsx';
import { type Config, READ_EVERY } from './config.ts';
import type { Summary } from './experiment.ts';
import type { Words } from './strings.ts';

export function tablesOf(summary: Summary, { problem }: Config, words: Words): TableContent[] {
  const images = problem === 'images';
  const { rows } = words;
  const scalar = (key: keyof typeof rows & keyof Summary, value: number | string): TableRow => ({
    key,
    label: rows[key],
    values: [value],
  });
  const every = images ? READ_EVERY : 1;
  const steps = tableSteps(summary.meanLoss.length).map((point) => ({ point, step: point * every }));
  const row = (key: keyof typeof rows, values: readonly number[]): TableRow => ({
    key,
    label: rows[key],
    values: steps.map(({ point }) => values[point - 1] ?? Number.NaN),
  });
  return [
    {
      caption: words.scalars,
      corner: '',
      columns: [words.value],
      rows: [
        scalar('finalLoss', summary.finalLoss),
        ...(images
          ? [
              scalar('finalValidationLoss', summary.finalValidationLoss),
              scalar('finalValidationAccuracy', summary.finalValidationAccuracy),
            ]
          : [
              scalar('expectedFinalLoss', summary.expectedFinalLoss),
              scalar('theoryFloor', summary.theoryFloor),
            ]),
        scalar('finalRate', summary.finalRate),
        scalar('fallCount', summary.fallCount),
        scalar('diverged', summary.diverged ? words.yes : words.no),
      ],
    },
    {
      caption: words.byStep,
      corner: words.step,
      columns: steps.map(({ step }) => step),
      rows: [
        {
          key: 'learningRate',
          label: rows.learningRate,
          values: steps.map(({ step }) => summary.learningRate[step - 1] ?? Number.NaN),
        },
        row('meanLoss', summary.meanLoss),
        ...(images
          ? [
              row('validationLoss', summary.validationLoss),
              row('validationAccuracy', summary.validationAccuracy),
            ]
          : []),
      ],
    },
  ];
}
