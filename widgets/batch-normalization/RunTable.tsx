/** What came of the two runs, side by side: the loss, the accuracies in both modes, the time of a step. */
import { formatNumber, formatPercent } from '#src/format.ts';
import type { Frame, RunState } from './experiment.ts';
import type { Words } from './strings.ts';

interface RunTableProps {
  readonly frame: Frame;
  /** The times are those of the machine that recorded the run, and not of the reader's. */
  readonly recorded: boolean;
  readonly words: Words;
}

export function RunTable({ frame, recorded, words }: RunTableProps) {
  const { withBatchNorm, without } = frame;
  const accuracy = (run: RunState | undefined, value: number | undefined) =>
    run?.diverged ? words.diverged : formatPercent(value ?? Number.NaN, 1);
  const millis = (run: RunState | undefined) =>
    run && !Number.isNaN(run.stepMillis) ? `${formatNumber(run.stepMillis)} ms` : '–';
  const extra =
    withBatchNorm && without && !(withBatchNorm.diverged || without.diverged)
      ? withBatchNorm.stepMillis / without.stepMillis - 1
      : Number.NaN;
  return (
    <div class="run-table">
      <table>
        <caption>{words.runTable}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col" data-role="run-2">
              {words.with}
            </th>
            <th scope="col" data-role="run-3">
              {words.without}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{words.byRunningAverages}</th>
            <td>{accuracy(withBatchNorm, withBatchNorm?.validationAccuracy)}</td>
            <td>{accuracy(without, without?.validationAccuracy)}</td>
          </tr>
          <tr>
            <th scope="row">{words.byBatchStatistics}</th>
            <td>{accuracy(withBatchNorm, withBatchNorm?.validationAccuracyBatchStatistics)}</td>
            <td>{words.noStatistics}</td>
          </tr>
          <tr>
            <th scope="row">{recorded ? words.timeRecorded : words.timeHere}</th>
            <td>{millis(withBatchNorm)}</td>
            <td>{millis(without)}</td>
          </tr>
        </tbody>
      </table>
      <p class="chart-note">{words.extraTime(Number.isNaN(extra) ? '–' : signed(extra))}</p>
    </div>
  );
}

const signed = (share: number) => `${share < 0 ? '−' : '+'}${formatPercent(Math.abs(share))}`;
