/** The list of this visit's runs, and the table of the pinned ones: what `KeptRuns` loads when it is opened. */
import { type TableRow, tableNumber } from '#src/charts/DataTable.tsx';
import { ScrollingTable } from '#src/charts/ScrollingTable.tsx';
import { formatSeconds } from '#src/format.ts';
import { keptStrings } from '#src/lab/kept-strings.ts';
import type { Params } from '#src/lab/params.ts';
import { changedKeys, differingKeys, settingLabel, settingsLine, settingValue } from '#src/lab/settings.ts';
import { labStrings } from '#src/lab/strings.ts';
import type { PanelProps } from './KeptRuns.tsx';
import { PinButton } from './PinButton.tsx';

/** Rows of results in the table. */
const MAX_RESULTS = 8;

/** Each finished run with what differs from the figure's start, its seed and its time; newest first. */
export function RunHistory<P extends Params, Frame, Summary>({
  lab,
  locale,
  labels,
}: PanelProps<P, Frame, Summary>) {
  const words = keptStrings[locale];
  const common = labStrings[locale];
  const { history, params, pins } = lab;
  if (history.length === 0) return <p>{words.noHistory}</p>;
  return (
    <ol class="run-list">
      {history.map((past, i) => {
        const keys = changedKeys(params, lab.initial, past.config).filter((key) => key !== 'seed');
        const told = settingsLine(params, labels, keys, past.config, locale) || words.start;
        const name = `${told} · ${common.seed(Number(past.config.seed))}`;
        return (
          <li key={history.length - i} aria-current={past.frame === lab.frame ? 'true' : undefined}>
            <span class="pin-told">
              {name} · {formatSeconds(past.millis)}
            </span>
            <span class="pin-buttons">
              <button
                type="button"
                class="button"
                data-action="recall"
                aria-label={words.showAgainOf(name)}
                onClick={() => lab.recall({ ...past, altered: false })}
              >
                {words.showAgain}
              </button>
              <PinButton
                action="pin-past"
                locale={locale}
                pins={pins}
                frame={past.frame}
                name={name}
                onPin={() => lab.pin({ ...past, altered: false })}
              />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** A column for each pinned run and one for the run that is shown: the settings that differ, then the results. */
export function ComparisonTable<P extends Params, Frame, Summary>({
  lab,
  locale,
  labels,
  figureName,
  resultsOf,
}: PanelProps<P, Frame, Summary>) {
  const words = keptStrings[locale];
  const { params } = lab;
  const columns = [
    ...lab.pins.map(({ letter, config, summary }) => ({ head: letter, config, summary })),
    { head: words.shown, config: lab.shownConfig, summary: lab.settled ? lab.summary : undefined },
  ].map((column) => ({ ...column, results: column.summary ? resultsOf(column.summary) : [] }));
  const keys = differingKeys(
    params,
    columns.map(({ config }) => config),
  );
  return (
    <ScrollingTable figureName={figureName} caption={words.comparison}>
      <thead>
        <tr>
          <td />
          {columns.map(({ head }) => (
            <th scope="col" key={head}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key} data-setting={key}>
            <th scope="row">{settingLabel(labels[key], key, lab.shownConfig)}</th>
            {columns.map(({ head, config }) => (
              <td key={head}>{settingValue(params, labels, key, config, locale)}</td>
            ))}
          </tr>
        ))}
        {resultKeys(columns.map(({ results }) => results)).map(({ key, label }) => (
          <tr key={key} data-result={key}>
            <th scope="row">{label}</th>
            {columns.map(({ head, results }) => (
              <td key={head}>
                {tableNumber(results.find((row) => row.key === key)?.values[0] ?? Number.NaN, locale)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollingTable>
  );
}

/** The first rows that any of the runs has, each once. */
function resultKeys(results: readonly (readonly TableRow[])[]): readonly TableRow[] {
  const rows = new Map(results.flat().map((row) => [row.key, row]));
  return [...rows.values()].slice(0, MAX_RESULTS);
}
