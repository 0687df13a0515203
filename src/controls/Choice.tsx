export interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

/** Radio buttons in a row. */
export function Choice({ name, label, choices, value, disabled, onChange }: ChoiceProps) {
  return (
    <fieldset class="control choice" disabled={disabled}>
      <legend>{label}</legend>
      <div class="segments">
        {choices.map((choice) => (
          <label key={choice.value}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** One that is no setting of the run: how a figure is drawn, in a form of its own. */
export const ViewChoice = ({ place, ...choice }: ChoiceProps & { readonly place: string }) => (
  <form class={place} onSubmit={(event) => event.preventDefault()}>
    <Choice {...choice} />
  </form>
);
