import { useState } from 'preact/hooks';
import type { NumberParam } from '#src/lab/params.ts';

export interface SeedBoxProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly newSeed: string;
  readonly param: NumberParam;
  readonly value: number;
  readonly disabled: boolean;
  readonly onChange: (seed: number) => void;
}

/** The seed as a number, and a button for the next one: the same settings, other random numbers. */
export function SeedBox({ id, name, label, newSeed, param, value, disabled, onChange }: SeedBoxProps) {
  // what is being typed: a run that draws meanwhile must not put the old seed back
  const [draft, setDraft] = useState<string>();
  const take = (seed: number) => {
    setDraft(undefined);
    if (Number.isFinite(seed)) onChange(Math.min(param.max, Math.max(param.min, Math.round(seed))));
  };
  return (
    <div class="control seed">
      <label for={id}>{label}</label>
      <div class="seed-row">
        <input
          type="number"
          id={id}
          name={name}
          min={param.min}
          max={param.max}
          step={1}
          value={draft ?? value}
          disabled={disabled}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onBlur={() => setDraft(undefined)}
          onChange={(event) => take(event.currentTarget.valueAsNumber)}
        />
        <button
          type="button"
          class="button"
          disabled={disabled}
          onClick={() => take(value >= param.max ? param.min : value + 1)}
        >
          {newSeed}
        </button>
      </div>
    </div>
  );
}
