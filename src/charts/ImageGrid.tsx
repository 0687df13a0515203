/** Images of a data set in a grid, those that a net gets wrong covered: a tint and a stroke through each. */

/** Images in a row of the sheet that holds the first of the training images. */
export const SHEET_COLUMNS = 25;
const SHEET_ROWS = 20;

export interface ImageGridProps {
  readonly title: string;
  /** Address of the sheet. */
  readonly sheet: string;
  /** [images]: whether the net is right about each of the sheet's first ones. */
  readonly right: readonly boolean[];
  /** Images in a row of the grid. */
  readonly columns: number;
  /** What a reader who can't see it hears. */
  readonly describe: string;
  /** What the strokes mean. */
  readonly legend: string;
}

export function ImageGrid({ title, sheet, right, columns, describe, legend }: ImageGridProps) {
  const rows = Math.ceil(right.length / columns);
  const wrong = right.flatMap((isRight, i) =>
    isRight ? [] : [{ x: i % columns, y: Math.floor(i / columns) }],
  );
  const whole = columns === SHEET_COLUMNS;
  return (
    <figure class="image-grid">
      <figcaption class="chart-title">{title}</figcaption>
      <svg viewBox={`0 0 ${columns} ${rows}`} role="img" aria-label={describe}>
        {whole ? (
          <Sheet href={sheet} />
        ) : (
          right.map((_, i) => (
            <svg
              key={i}
              aria-hidden="true"
              x={i % columns}
              y={Math.floor(i / columns)}
              width={1}
              height={1}
              viewBox={`${i % SHEET_COLUMNS} ${Math.floor(i / SHEET_COLUMNS)} 1 1`}
            >
              <Sheet href={sheet} />
            </svg>
          ))
        )}
        <path class="wrong-tint" d={wrong.map(({ x, y }) => `M${x} ${y}h1v1h-1z`).join('')} />
        <path class="wrong-stroke" d={wrong.map(({ x, y }) => `M${x + 0.15} ${y + 0.85}l.7-.7`).join('')} />
      </svg>
      <p class="chart-note">{legend}</p>
    </figure>
  );
}

function Sheet({ href }: { href: string }) {
  return <image href={href} width={SHEET_COLUMNS} height={SHEET_ROWS} preserveAspectRatio="none" />;
}
