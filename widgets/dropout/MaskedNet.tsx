/** The net as a few examples of one mini-batch see it: some of the units of each layer, those that are dropped crossed out. */
import { useRef, useState } from 'preact/hooks';
import { Choice } from '#src/controls/Choice.tsx';
import { EXAMPLES_SHOWN, LAYER_SIZES, MASKED_LAYERS, UNITS_SHOWN } from './config.ts';
import type { ShownMasks } from './experiment.ts';

export interface MaskedNetWords {
  readonly net: (step: number) => string;
  readonly example: string;
  /** Inputs, both hidden layers, outputs. */
  readonly layers: readonly [string, string, string, string];
  readonly kept: (kept: number, all: number) => string;
  readonly outputs: string;
  readonly legend: string;
  /** What a reader who can't see it hears. */
  readonly describe: (step: number, example: number, counts: readonly string[]) => string;
}

export interface MaskedNetProps {
  readonly masks: ShownMasks;
  readonly words: MaskedNetWords;
  /** Tells its buttons from those of the page's other figures. */
  readonly name: string;
  /** A run goes by: the masks change no faster than a reader can bear, or not at all where motion is not wanted. */
  readonly passing: boolean;
}

const [WIDTH, HEIGHT] = [400, 276];
const SPACING = 22.5;
const RADIUS = 7.5;
const CALM_MILLIS = 400;

export function MaskedNet({ masks, words, name, passing }: MaskedNetProps) {
  const [example, setExample] = useState(1);
  const { step, kept, counts } = useCalm(masks, passing);
  const isKept = (layer: number, unit: number) =>
    layer >= MASKED_LAYERS || kept[((example - 1) * MASKED_LAYERS + layer) * UNITS_SHOWN + unit] === 1;
  const columns = LAYER_SIZES.map((size, layer) => {
    const units = Math.min(size, UNITS_SHOWN);
    const x = ((layer + 0.5) * WIDTH) / LAYER_SIZES.length;
    return Array.from({ length: units }, (_, unit) => ({
      x,
      y: HEIGHT / 2 + (unit - (units - 1) / 2) * SPACING,
      kept: isKept(layer, unit),
    }));
  });
  const labels = LAYER_SIZES.map((size, layer) => {
    const count = counts[(example - 1) * MASKED_LAYERS + layer];
    return layer < MASKED_LAYERS ? words.kept(count ?? size, size) : words.outputs;
  });
  const units = columns.flat();
  return (
    <figure class="masked-net">
      <figcaption class="chart-title">{words.net(step)}</figcaption>
      <Choice
        name={`${name}-example`}
        label={words.example}
        choices={Array.from({ length: EXAMPLES_SHOWN }, (_, i) => ({
          value: String(i + 1),
          label: String(i + 1),
        }))}
        value={String(example)}
        onChange={(value) => setExample(Number(value))}
      />
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words.describe(step, example, labels)}>
        <path
          class="edges"
          d={columns
            .flatMap((column, layer) =>
              column.flatMap((from) =>
                (columns[layer + 1] ?? [])
                  .filter((to) => from.kept && to.kept)
                  .map((to) => `M${from.x} ${from.y}L${to.x} ${to.y}`),
              ),
            )
            .join('')}
        />
        {units.map(({ x, y, kept: here }) => (
          <circle key={`${x} ${y}`} class={here ? 'kept' : 'dropped'} cx={x} cy={y} r={RADIUS} />
        ))}
        <path
          class="cross"
          d={units
            .filter((unit) => !unit.kept)
            .map(({ x, y }) => `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`)
            .join('')}
        />
      </svg>
      <ol class="masked-net-layers">
        {words.layers.map((label, layer) => (
          <li key={label}>
            <b>{label}</b> {labels[layer]}
          </li>
        ))}
      </ol>
      <p class="chart-note">{words.legend}</p>
    </figure>
  );
}

/** The newest value, but while a run goes by a new one only so often. */
function useCalm<T>(value: T, passing: boolean): T {
  const shown = useRef({ value, at: 0 });
  const now = performance.now();
  const wait =
    passing && matchMedia('(prefers-reduced-motion: reduce)').matches
      ? Number.POSITIVE_INFINITY
      : CALM_MILLIS;
  if (!passing || now - shown.current.at >= wait) shown.current = { value, at: now };
  return shown.current.value;
}
