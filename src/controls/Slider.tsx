import { useRef } from 'preact/hooks';
import { formatSetting } from '#src/format.ts';
import { type NumberParam, nearestOf, type SliderMark } from '#src/lab/params.ts';

export interface SliderProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly readout?: string | undefined;
  readonly param: NumberParam;
  readonly marks?: readonly SliderMark[] | undefined;
  readonly value: number;
  readonly disabled: boolean;
  /** A value as it is shown; default: `formatSetting`. */
  readonly written?: (value: number) => string;
  /** The allowed values next to one in range, where not all of them are. */
  readonly nearest?: ((value: number) => readonly [below: number, above: number]) | undefined;
  /** `moving`: the hand is still on it. */
  readonly onChange: (value: number, moving: boolean) => void;
}

/** A native range input over a linear or logarithmic range, with its value beside the label and its marks beneath. */
export function Slider(props: SliderProps) {
  const {
    id,
    name,
    label,
    readout,
    param,
    marks,
    value,
    disabled,
    nearest,
    written = formatSetting,
    onChange,
  } = props;
  const log = param.scale === 'log';
  const toTrack = (v: number) => (log ? Math.log10(Math.max(v, param.min)) : v);
  const low = toTrack(param.min);
  const high = toTrack(param.max);
  // a whole number of steps, so that the knob can stand at both ends
  const step = log ? (high - low) / Math.round((high - low) / param.step) : param.step;
  /** The nearest whole number, but another one than now once the knob has moved: its steps may be less than one. */
  const whole = (found: number, t: number) => {
    const isHere = Math.abs(t - toTrack(value)) <= step / 2; // where the browser puts it for the value of now
    const rounded = Math.round(found);
    return rounded === value && !isHere ? value + Math.sign(t - toTrack(value)) : isHere ? value : rounded;
  };
  const dragged = useRef(false);
  /** The nearest allowed value; a key moves the knob on to the next one, however far that is. */
  const allowed = (found: number) => {
    const neighbours = nearest?.(found);
    if (!neighbours) return found;
    const near = nearestOf(found, neighbours);
    return near === value && found !== value && !dragged.current ? neighbours[found > value ? 1 : 0] : near;
  };
  const fromTrack = (t: number) => {
    if (!log) return allowed(t);
    const nearMark = marks?.find((mark) => Math.abs(Math.log10(mark.value) - t) < param.step / 2);
    const found = nearMark ? nearMark.value : Number((10 ** t).toPrecision(3));
    return allowed(param.integer ? whole(found, t) : found);
  };
  const rows = 1 + Math.max(0, ...(marks?.map(({ row = 0 }) => row) ?? []));
  const along = (v: number) => (toTrack(v) - low) / (high - low);
  return (
    <div class="control slider" data-disabled={disabled ? '' : undefined}>
      <label for={id}>
        {/* not a live region: a slider that moves says its value itself */}
        {label}{' '}
        <output for={id} aria-live="off">
          {written(value)}
        </output>{' '}
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
        aria-valuetext={written(value)}
        onPointerDown={() => {
          dragged.current = true;
        }}
        onPointerUp={() => {
          dragged.current = false;
        }}
        onPointerCancel={() => {
          dragged.current = false;
        }}
        onInput={(event) => onChange(fromTrack(event.currentTarget.valueAsNumber), true)}
        onChange={(event) => onChange(fromTrack(event.currentTarget.valueAsNumber), false)}
      />
      {marks && (
        <div class="marks" style={{ '--rows': rows }}>
          {marks.map((mark) => (
            <button
              type="button"
              key={`${mark.row ?? 0} ${mark.value}`}
              data-row={mark.row}
              style={{ '--along': along(mark.value).toFixed(4), '--row': mark.row }}
              disabled={disabled}
              tabIndex={-1}
              onClick={() => onChange(mark.value, false)}
            >
              {mark.label ?? written(mark.value)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
