export interface ToggleProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly checked: boolean;
  /** It would change nothing now. */
  readonly disabled: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Toggle({ id, name, label, checked, disabled, onChange }: ToggleProps) {
  return (
    <div class="control toggle">
      <label for={id}>{label}</label>
      <input
        type="checkbox"
        role="switch"
        id={id}
        name={name}
        checked={checked}
        disabled={disabled}
        aria-checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}
