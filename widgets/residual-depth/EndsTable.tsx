/** What came of the two nets, side by side. */
import { movingAverage } from '#src/charts/curve.ts';
import { formatCount, formatNumber, formatPercent } from '#src/format.ts';
import { FINAL_STEPS } from './config.ts';
import type { Frame, NetState } from './experiment.ts';
import { lastOf } from './past-nets.ts';
import { roles } from './roles.ts';
import type { Words } from './strings.ts';

interface EndsTableProps {
  readonly frame: Frame;
  readonly words: Words;
}

export function EndsTable({ frame, words }: EndsTableProps) {
  const unless = (net: NetState, text: string) => (net.diverged ? words.diverged : text);
  const rows: readonly [label: string, cell: (net: NetState) => string][] = [
    [words.parameters, (net) => formatCount(net.parameterCount)],
    [words.finalLoss, (net) => unless(net, formatNumber(net.finalLoss))],
    [
      words.trainError,
      (net) => unless(net, formatPercent(lastOf(movingAverage(net.trainError, FINAL_STEPS)), 1)),
    ],
    [words.testError, (net) => unless(net, formatPercent(lastOf(net.testError), 1))],
  ];
  return (
    <div class="run-table">
      <table>
        <caption>{words.ends}</caption>
        <thead>
          <tr>
            <td />
            {frame.nets.map(({ variant }) => (
              <th scope="col" key={variant} data-role={roles[variant]}>
                {words.net(variant, frame.layers)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, cell]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {frame.nets.map((net) => (
                <td key={net.variant}>{cell(net)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
