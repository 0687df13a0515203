/** A widget's presets: a row of buttons; some of them in a table, where they are the cases of two questions. */

/** Two questions, and a preset for each pair of answers. */
export interface PresetTable<Preset extends string> {
  readonly caption: string;
  /** Answers to the one, as heads of the columns. */
  readonly columns: readonly string[];
  /** Answers to the other, each with its presets in the order of the columns. */
  readonly rows: readonly {
    readonly label: string;
    readonly cells: readonly {
      readonly preset: Preset;
      /** What is said of this case, on its button. */
      readonly note: string;
    }[];
  }[];
}

export interface PresetButtonsProps<Preset extends string> {
  readonly label: string;
  readonly names: readonly Preset[];
  readonly labels: Readonly<Record<Preset, { readonly label: string }>>;
  readonly current: Preset | undefined;
  readonly disabled: boolean;
  readonly table?: PresetTable<Preset> | undefined;
  /** A hand comes near. */
  readonly onApproach: () => void;
  readonly onChoose: (name: Preset) => void;
}

export function PresetButtons<Preset extends string>(props: PresetButtonsProps<Preset>) {
  const { label, names, labels, current, disabled, table, onApproach, onChoose } = props;
  const tabled = table?.rows.flatMap(({ cells }) => cells.map(({ preset }) => preset)) ?? [];
  const button = (name: Preset, note?: string) => (
    <button
      type="button"
      key={name}
      class="chip"
      data-preset={name}
      aria-pressed={name === current}
      aria-disabled={disabled}
      onClick={() => onChoose(name)}
    >
      {labels[name].label}
      {note && <small>{note}</small>}
    </button>
  );
  /** What the button says, where none can be pressed. */
  const asText = (name: Preset, note?: string) => (
    <span class="preset-case" data-shown={name === current ? '' : undefined}>
      {labels[name].label}
      {note && <small>{note}</small>}
    </span>
  );
  return (
    <fieldset
      class="presets"
      aria-label={label}
      data-pagefind-ignore
      onPointerEnter={onApproach}
      onFocusCapture={onApproach}
    >
      {table && (
        <table class="preset-table">
          <caption>{table.caption}</caption>
          <thead>
            <tr>
              <td />
              {table.columns.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                {row.cells.map(({ preset, note }) => (
                  <td key={preset}>
                    {button(preset, note)}
                    {asText(preset, note)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {names.filter((name) => !tabled.includes(name)).map((name) => button(name))}
      {current && !tabled.includes(current) && asText(current)}
    </fieldset>
  );
}
