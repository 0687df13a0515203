/** The paper's numbers, with where they stand in it. */
import { ScrollingTable } from '#src/charts/ScrollingTable.tsx';
import { formatCount, wholeEquations } from '#src/format.ts';
import { type PublishedNet, published } from './published.ts';
import type { Words } from './strings.ts';

const plainError = ({ plainError: error }: PublishedNet) => {
  if (!error) return '–';
  return `${error.above ? '>' : '≈'} ${error.value}`;
};

interface PublishedTableProps {
  readonly words: Words;
  /** Tells this table from that of the page's other figures. */
  readonly figureName: string;
}

export function PublishedTable({ words, figureName }: PublishedTableProps) {
  const { nets, published: own } = words;
  return (
    <div class="run-table published-table">
      <ScrollingTable figureName={figureName} caption={own.title}>
        <thead>
          <tr>
            <th scope="col">{words.layers}</th>
            <th scope="col" data-role="run-3">
              {nets.plain}
            </th>
            <th scope="col" data-role="run-2">
              {nets['residual-bn']}
            </th>
            <th scope="col">{words.parameters}</th>
            <th scope="col">{own.exact}</th>
          </tr>
        </thead>
        <tbody>
          {published.map((net) => (
            <tr key={net.layers}>
              <th scope="row">{own.depth(net.layers)}</th>
              <td>{plainError(net)}</td>
              <td>{net.residualError.toFixed(2)}</td>
              <td>{own.millions(net.millions)}</td>
              <td>{formatCount(net.parameters)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
      <p class="chart-note">{wholeEquations(own.source)}</p>
      <p class="chart-note">{wholeEquations(own.otherTask)}</p>
    </div>
  );
}
