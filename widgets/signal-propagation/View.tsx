import { Chart } from '#src/charts/Chart.tsx';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec, Role, Series } from '#src/charts/spec.ts';
import { Slider } from '#src/controls/Slider.tsx';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatCount, wholeEquations } from '#src/format.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { BlockDiagram } from './BlockDiagram.tsx';
import {
  type Config,
  ingredients,
  isNarrowing,
  PREVIEW_LAYERS,
  type PresetName,
  params,
  presets,
  withoutShortcut,
  withShortcut,
} from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { strings } from './strings.ts';
import { tables } from './tables.ts';

/** Dense nets of moderate depth keep up with a moving slider; the rest waits for it to be let go. */
const preview = (config: Config): Config | undefined =>
  config.model === 'mlp' && config.layers <= PREVIEW_LAYERS ? config : undefined;

/** Room beside the stem and the last block, as a share of the axis. */
const X_MARGIN = 0.015;
/** Every point has a dot where there are no more than these. */
const MOST_DOTS = 30;

export default function View({ id, urlPrefix, locale, preset, baked }: ViewProps<PresetName>) {
  const words = strings[locale];
  const common = labStrings[locale];
  const lab = useExperiment<typeof params, Frame, Summary>({
    id,
    urlPrefix,
    params,
    initial: presets[preset],
    baked,
    preview,
  });
  const { frame, shownConfig: shown } = lab;
  const made = ingredients[shown.variant];

  // the drawn block is one of those that the curves go through
  const shownBlocks = frame.points.slice(1);
  const at = frame.points.indexOf(
    shownBlocks.reduce(
      (best, point) =>
        Math.abs(point - lab.config.block) < Math.abs(best - lab.config.block) ? point : best,
      shownBlocks[0] ?? 0,
    ),
  );
  const block = frame.points[at] ?? 1;
  const here = (curve: readonly number[]) => curve[at] ?? Number.NaN;

  const line = (key: string, role: Role, label: string, y: readonly number[]): Series => ({
    key,
    role,
    label,
    x: frame.points,
    y,
    dots: role !== 'theory' && frame.points.length <= MOST_DOTS,
  });
  const margin = X_MARGIN * frame.blocks;
  const x = {
    label: words.block.toLowerCase(),
    scale: 'linear',
    min: -margin,
    max: frame.blocks + margin,
  } as const;
  const marks = [{ key: 'block', x: block, label: words.blockMark(block) }];
  const spec = (
    key: 'activationStd' | 'gradientStd',
    role: Role,
    theory: readonly number[],
    rest: Pick<ChartSpec, 'title' | 'note'>,
  ): ChartSpec => ({
    ...rest,
    x,
    y: { label: words[key], scale: 'log' },
    empty: words.notReached,
    marks,
    series: [
      line(key, role, words[key], frame[key]),
      line('theory', 'theory', common.theory, theory),
      ...pinSeries(lab.pins, ({ points, [key]: y }) => ({ x: points, y })),
    ],
  });

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      tables={tables(lab.summary, words)}
    >
      <div class="signal-figure">
        <div class="signal-charts">
          <Chart
            spec={spec('activationStd', 'forward', frame.theoryActivationStd, {
              title: words.activationChart,
              note: words.growthNote(frame),
            })}
            live={lab.live}
          />
          <Chart
            spec={spec('gradientStd', 'gradient', frame.theoryGradientStd, {
              title: words.gradientChart,
              note: words.gradientNote(frame),
            })}
            live={lab.live}
          />
          <p class="chart-note">
            {wholeEquations(
              words.parameters(formatCount(frame.parameterCount), shown.layers, shown.model === 'conv'),
            )}
          </p>
        </div>
        <div class="signal-block">
          <BlockDiagram
            words={words.diagram}
            block={block}
            blocks={frame.blocks}
            {...made}
            narrowing={isNarrowing(shown, block)}
            input={{ mean: here(frame.inputMean), std: here(frame.inputStd) }}
            branch={{ mean: here(frame.branchMean), std: here(frame.branchStd) }}
            sum={{ mean: here(frame.sumMean), std: here(frame.sumStd) }}
            output={{ mean: here(frame.activationMean), std: here(frame.activationStd) }}
            back={{
              output: here(frame.gradientStd),
              rectified: here(frame.rectifiedGradientStd),
              branch: here(frame.branchGradientStd),
              input: here(frame.inputGradientStd),
            }}
            disabled={!lab.ready}
            onToggle={() =>
              lab.set('variant', made.residual ? withoutShortcut(shown.variant) : withShortcut(shown.variant))
            }
          />
          <form class="block-choice" onSubmit={(event) => event.preventDefault()}>
            <Slider
              id={`${urlPrefix}-block`}
              name="block"
              label={words.params.block.label}
              param={{ ...params.block, max: Math.max(2, frame.blocks) }}
              value={block}
              disabled={!lab.ready || frame.blocks < 2}
              nearest={(value) => [
                shownBlocks.findLast((point) => point <= value) ?? block,
                shownBlocks.find((point) => point >= value) ?? block,
              ]}
              onChange={(value, moving) => lab.set('block', value, moving)}
            />
          </form>
        </div>
      </div>
    </WidgetFrame>
  );
}
