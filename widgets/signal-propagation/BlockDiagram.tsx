/** One residual block as a drawing, with the sizes of what flows through it forward and back written at its arrows. */
import { formatNumber } from '#src/format.ts';

export interface BlockWords {
  readonly title: (block: number, blocks: number) => string;
  readonly takeOut: string;
  readonly putBack: string;
  readonly weights: string;
  readonly zeroWeights: string;
  readonly batchNorm: string;
  readonly input: string;
  readonly output: string;
  readonly shortcut: string;
  /** Under the shortcut where the images shrink. */
  readonly narrowing: string;
  readonly legend: string;
  /** The drawing in words. */
  readonly describe: (block: DescribedBlock) => string;
}

export interface DescribedBlock {
  readonly block: number;
  readonly blocks: number;
  /** What it is made of, in order. */
  readonly parts: readonly string[];
  readonly input: string;
  readonly branch: string;
  /** Empty without a shortcut: the sum is the branch. */
  readonly sum: string;
  readonly output: string;
  readonly back: Readonly<Record<'output' | 'rectified' | 'branch' | 'input', string>>;
}

interface Size {
  readonly mean: number;
  readonly std: number;
}

export interface BlockDiagramProps {
  readonly words: BlockWords;
  readonly block: number;
  readonly blocks: number;
  readonly residual: boolean;
  readonly batchNorm: boolean;
  readonly zeroInitialized: boolean;
  /** The shortcut takes every other pixel and fills new channels with zeros. */
  readonly narrowing: boolean;
  readonly input: Size;
  readonly branch: Size;
  readonly sum: Size;
  readonly output: Size;
  /** Standard deviations of the gradient at the same places. */
  readonly back: Readonly<Record<'output' | 'rectified' | 'branch' | 'input', number>>;
  readonly onToggle: () => void;
  readonly disabled: boolean;
}

const [WIDTH, HEIGHT] = [340, 482];
/** Middle of the branch, of the shortcut, and half a box. */
const [BRANCH_X, SHORTCUT_X, HALF_BOX] = [126, 286, 52];
const [SPLIT_Y, SUM_Y, SUM_RADIUS] = [62, 334, 12];
const BOX_HEIGHT = 26;
/** Upper edges of the boxes of the branch: two weight layers, each with its norm, a ReLU between them. */
const BOXES = { first: 104, firstNorm: 136, relu: 168, second: 206, secondNorm: 238 } as const;
const LAST_RELU_Y = 386;
const LINE = 15;
/** A mean this small beside the standard deviation is what adding 32-bit numbers leaves of 0. */
const ROUNDING = 1e-5;

const forward = (std: number) => `↓ σ ${formatNumber(std)}`;
const back = (std: number) => `↑ ${formatNumber(std)}`;

export function BlockDiagram(props: BlockDiagramProps) {
  const { words, block, blocks, residual, batchNorm, zeroInitialized, narrowing } = props;
  const { input, branch, sum, output } = props;
  const second = zeroInitialized ? words.zeroWeights : words.weights;
  const norm = batchNorm ? [words.batchNorm] : [];
  const described = words.describe({
    block,
    blocks,
    parts: [
      words.weights,
      ...norm,
      'ReLU',
      second,
      ...norm,
      ...(residual ? [`+ x (${words.shortcut})`] : []),
      'ReLU',
    ],
    input: formatNumber(input.std),
    branch: formatNumber(branch.std),
    sum: residual ? formatNumber(sum.std) : '',
    output: formatNumber(output.std),
    back: {
      output: formatNumber(props.back.output),
      rectified: formatNumber(props.back.rectified),
      branch: formatNumber(props.back.branch),
      input: formatNumber(props.back.input),
    },
  });
  return (
    <figure class="block-diagram">
      <figcaption class="chart-title">{words.title(block, blocks)}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={described}>
        <Shortcut drawn={residual} />
        <Arrow from={22} to={BOXES.first} />
        <Arrow from={BOXES.secondNorm + BOX_HEIGHT} to={residual ? SUM_Y - SUM_RADIUS : LAST_RELU_Y} />
        {residual && <Arrow from={SUM_Y + SUM_RADIUS} to={LAST_RELU_Y} />}
        <Arrow from={LAST_RELU_Y + BOX_HEIGHT} to={HEIGHT - 20} />
        <path class="wire" d={`M${BRANCH_X} ${BOXES.first + BOX_HEIGHT}V${BOXES.secondNorm + BOX_HEIGHT}`} />
        <Box y={BOXES.first} label={words.weights} />
        {batchNorm && <Box y={BOXES.firstNorm} label={words.batchNorm} soft />}
        <Box y={BOXES.relu} label="ReLU" soft />
        <Box y={BOXES.second} label={second} />
        {batchNorm && <Box y={BOXES.secondNorm} label={words.batchNorm} soft />}
        <Box y={LAST_RELU_Y} label="ReLU" soft />
        {residual ? (
          <g class="sum">
            <circle cx={BRANCH_X} cy={SUM_Y} r={SUM_RADIUS} />
            <path d={`M${BRANCH_X - 6} ${SUM_Y}h12m-6 -6v12`} />
          </g>
        ) : null}
        <text x={BRANCH_X} y={14} class="middle name">
          {words.input}
        </text>
        <text x={BRANCH_X} y={HEIGHT - 6} class="middle name">
          {words.output}
        </text>
        {residual && (
          <g class="shortcut-words">
            <text x={SHORTCUT_X - 8} y={176} class="end name">
              {words.shortcut}
            </text>
            {narrowing && <Wrapped x={SHORTCUT_X - 8} y={176 + LINE} text={words.narrowing} />}
          </g>
        )}
        <Numbers y={38} size={input} gradient={props.back.input} />
        <text x={BRANCH_X + 9} y={90} data-role="gradient" class="number">
          {residual ? back(props.back.branch) : ''}
        </text>
        <Numbers y={290} size={branch} name="F(x)" gradient={residual ? Number.NaN : props.back.rectified} />
        {residual && <Numbers y={359} size={sum} gradient={props.back.rectified} tight />}
        <Numbers y={430} size={output} gradient={props.back.output} tight />
      </svg>
      <div class="block-toggle">
        <button type="button" class="button" disabled={props.disabled} onClick={props.onToggle}>
          {residual ? words.takeOut : words.putBack}
        </button>
      </div>
      <p class="chart-note">{words.legend}</p>
    </figure>
  );
}

/** From the input past the branch to the sum; dashed where it has been taken out. */
function Shortcut({ drawn }: { drawn: boolean }) {
  const end = drawn ? BRANCH_X + SUM_RADIUS : BRANCH_X;
  return (
    <g class={drawn ? 'shortcut' : 'shortcut missing'}>
      <path class="wire" d={`M${BRANCH_X} ${SPLIT_Y}H${SHORTCUT_X}V${SUM_Y}H${end + (drawn ? 6 : 0)}`} />
      {drawn && <path class="head" d={`M${end} ${SUM_Y}l9 -4v8z`} />}
    </g>
  );
}

function Arrow({ from, to }: { from: number; to: number }) {
  return (
    <g>
      <path class="wire" d={`M${BRANCH_X} ${from}V${to - 5}`} />
      <path class="head" d={`M${BRANCH_X} ${to}l-4 -9h8z`} />
    </g>
  );
}

function Box({ y, label, soft = false }: { y: number; label: string; soft?: boolean }) {
  return (
    <g class={soft ? 'box soft' : 'box'}>
      <rect x={BRANCH_X - HALF_BOX} y={y} width={2 * HALF_BOX} height={BOX_HEIGHT} rx={5} />
      <text x={BRANCH_X} y={y + 17.5} class="middle">
        {label}
      </text>
    </g>
  );
}

/** Forward at the left of the arrow, back at its right. */
function Numbers({
  y,
  size,
  gradient,
  name,
  tight = false,
}: {
  y: number;
  size: Size;
  gradient: number;
  name?: string;
  tight?: boolean;
}) {
  const isRounding = Math.abs(size.mean) < ROUNDING * size.std; // the mean behind a batch norm: 10⁻⁸
  const mean = `μ ${formatNumber(isRounding ? 0 : size.mean)}`;
  return (
    <g class="number">
      <text x={BRANCH_X - 9} y={y} class="end" data-role="forward">
        {name ? <tspan class="name">{name} </tspan> : null}
        {forward(size.std)}
      </text>
      <text x={BRANCH_X - 9} y={y + LINE} class="end" data-role="forward">
        {mean}
      </text>
      {Number.isNaN(gradient) && !tight ? null : (
        <text x={BRANCH_X + 9} y={y} data-role="gradient">
          {back(gradient)}
        </text>
      )}
    </g>
  );
}

/** A few words in short lines, ending at x. */
function Wrapped({ x, y, text }: { x: number; y: number; text: string }) {
  const parts = text.split(/(?<=[,，])\s*/);
  return (
    <text class="end small">
      {parts.map((part, i) => (
        <tspan key={part} x={x} y={y + i * LINE}>
          {part}
        </tspan>
      ))}
    </text>
  );
}
