import { formatSetting } from '#src/format.ts';
import type { NumberParam } from '#src/lab/params.ts';

export interface SliderProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly readout?: string | undefined;
  readonly param: NumberParam;
  readonly value: number;
  readonly disabled: boolean;
  /** `moving`: the hand is still on it. */
  readonly onChange: (value: number, moving: boolean) => void;
}

/** A native range input over a linear or logarithmic range, with its value beside the label and its marks beneath. */
export function Slider({ id, name, label, readout, param, value, disabled, onChange }: SliderProps) {
  const log = param.scale === 'log';
  /** The nearest whole number; by one at least, or the keyboard would not get away from a small one. */
  const whole = (v: number) => {
    const rounded = Math.round(v);
    return rounded === value && v !== value ? value + Math.sign(v - value) : rounded;
  };
  const toTrack = (v: number) => (log ? Math.log10(Math.max(v, param.min)) : v);
  const fromTrack = (t: number) => {
    if (!log) return t;
    const nearMark = param.marks?.find((mark) => Math.abs(Math.log10(mark.value) - t) < param.step / 2);
    const found = nearMark ? nearMark.value : Number((10 ** t).toPrecision(3));
    return param.integer ? whole(found) : found;
  };
  const low = toTrack(param.min);
  const high = toTrack(param.max);
  // a whole number of steps, so that the knob can stand at both ends
  const step = log ? (high - low) / Math.round((high - low) / param.step) : param.step;
  const along = (v: number) => (toTrack(v) - low) / (high - low);
  return (
    <div class="control slider" data-disabled={disabled ? '' : undefined}>
      <label for={id}>
        {label} <output for={id}>{formatSetting(value)}</output>
        {readout && <span class="readout">{readout}</span>}
      </label>
      <input
        type="range"
        id={id}
        name={name}
        min={low}
        max={high}
        step={step}
        value={toTrack(value)}
        disabled={disabled}
        aria-valuetext={formatSetting(value)}
        onInput={(event) => onChange(fromTrack(event.currentTarget.valueAsNumber), true)}
        onChange={(event) => onChange(fromTrack(event.currentTarget.valueAsNumber), false)}
      />
      {param.marks && (
        <div class="marks">
          {param.marks.map((mark) => (
            <button
              type="button"
              key={mark.value}
              style={{ '--along': along(mark.value).toFixed(4) }}
              disabled={disabled}
              tabIndex={-1}
              onClick={() => onChange(mark.value, false)}
            >
              {mark.label ?? formatSetting(mark.value)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
