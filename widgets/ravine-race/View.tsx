import { useMemo, useState } from 'preact/hooks';
import { Chart } from '#src/charts/Chart.tsx';
import { ViewChoice } from '#src/controls/Choice.tsx';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatSetting, wholeEquations } from '#src/format.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { ContourPlot, placeOfWholeArrows, stepOut } from './ContourPlot.tsx';
import { distanceSpec, imagesSpec, roles } from './charts.ts';
import {
  type Config,
  firstMapOf,
  LOSS_MARKS,
  PREVIEW_MAP_POINTS,
  type PresetName,
  params,
  presets,
  racing,
  settingsOf,
} from './config.ts';
import type { Frame, RacerFrame, Summary } from './experiment.ts';
import { Formulas } from './Formulas.tsx';
import { RateMap } from './RateMap.tsx';
import { Scrubber } from './Scrubber.tsx';
import { strings } from './strings.ts';
import { tablesOf } from './tables.ts';
import type { Words } from './words.ts';

/** Where the scrubber stands at first, unless an arrow leaves the picture there: early enough for arrows to be seen. */
const FIRST_LOOK = 12;
const CHART_HEIGHT = 260;

/** Where the numbers of theory hold: everywhere, or close to a minimum. */
const theoryOf = {
  quadratic: 'whole',
  valley: 'near',
  saddle: 'near',
  slice: 'none',
  images: 'none',
} as const satisfies Record<Config['surface'], string>;

const trains = ({ surface }: Config) => surface === 'images' || surface === 'slice';

/** In the plane everything follows the hand; the net takes too long. */
const preview = (config: Config): Config | undefined =>
  trains(config) ? undefined : { ...config, mapPoints: Math.min(PREVIEW_MAP_POINTS, config.mapPoints) };

export default function View({ id, urlPrefix, locale, preset, baked }: ViewProps<PresetName>) {
  const words = strings[locale];
  const lab = useExperiment<typeof params, Frame, Summary>({
    id,
    urlPrefix,
    params,
    initial: presets[preset],
    baked,
    preview,
  });
  const [at, setAt] = useState(() => placeOfWholeArrows(lab.frame, FIRST_LOOK));
  const { frame, pins, config, shownConfig: shown } = lab;
  // a preset brings its own map, however it was come by: pressed, from a link, recalled; other settings keep that in sight
  const ownMap = firstMapOf(config);
  const [lastOwnMap, setLastOwnMap] = useState(ownMap);
  const [mapOf, setMapOf] = useState(ownMap ?? 'momentum');
  if (ownMap !== lastOwnMap) {
    setLastOwnMap(ownMap);
    if (ownMap) setMapOf(ownMap);
  }
  const { racers } = frame;
  const images = shown.surface === 'images';
  const now = Math.max(0, Math.min(at, frame.kept.length - 1));
  const mapped = config.method === 'all' ? mapOf : config.method;
  const map = frame.maps?.[mapped];
  const lost = racers
    .filter(({ diverged }) => diverged)
    .map((racer) => ({ name: words.names[racer.method], step: stepOut(racer, frame) }));
  const quadraticOnly = mapped === 'nesterov' ? map?.optima[1] : undefined;

  // a run tells of itself three times while a slider moves: what it draws changes with one of them
  const chart = useMemo(() => {
    const specOf = images ? imagesSpec : distanceSpec;
    const spec = specOf(frame, pins, shown, now, words);
    return <Chart spec={spec} live={lab.live} height={CHART_HEIGHT} />;
  }, [frame, pins, shown, now, words, images, lab.live]);
  const tables = useMemo(
    () => tablesOf(lab.summary, racing(lab.summaryConfig), words),
    [lab.summary, lab.summaryConfig, words],
  );

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={lost.length > 0}
      pausable={images}
      tables={tables}
      further={
        map && (
          <figure class="map-figure">
            <figcaption class="chart-title">{words.mapTitle(words.names[mapped])}</figcaption>
            {config.method === 'all' && (
              <ViewChoice
                place="figure-head"
                name="mapOf"
                label={words.mapOf}
                choices={racing(config).map((method) => ({ value: method, label: words.names[method] }))}
                value={mapOf}
                onChange={(value) => setMapOf(racing(config).find((one) => one === value) ?? mapOf)}
              />
            )}
            <div class="map-and-words">
              <RateMap
                map={map}
                role={roles[mapped]}
                hasMomentum={mapped !== 'gd'}
                largest={shown.conditionNumber}
                point={settingsOf(config, mapped)}
                onPoint={(rate, momentum, moving) =>
                  lab.setAll(
                    {
                      tuning: 'manual',
                      learningRate: Math.min(
                        params.learningRate.max,
                        Math.max(params.learningRate.min, rate),
                      ),
                      // a point on the map of gradient descent is its own rate, not what momentum's comes to
                      ...(mapped === 'gd' ? { equalEffectiveRate: false } : { momentum }),
                    },
                    moving,
                  )
                }
                words={{ ...words.map, describe: words.map.describe(words.names[mapped], mapped !== 'gd') }}
              />
              <div>
                <p class="chart-note">{words.mapNote(mapped === 'nesterov')}</p>
                {mapped === 'gd' && <p class="chart-note">{words.rowNote}</p>}
                {quadraticOnly && (
                  <p class="chart-note">
                    {wholeEquations(
                      words.nesterovNote(
                        formatSetting(quadraticOnly.rate),
                        formatSetting(quadraticOnly.momentum),
                      ),
                    )}
                  </p>
                )}
              </div>
            </div>
          </figure>
        )
      }
    >
      {images ? (
        chart
      ) : (
        <div class="ravine">
          <figure>
            <figcaption class="chart-title">{words.plot.title}</figcaption>
            <ContourPlot
              frame={frame}
              roles={roles}
              at={now}
              start={[config.startX, config.startY]}
              reach={params.startX.max}
              onStart={(x, y, moving) => lab.setAll({ startX: x, startY: y }, moving)}
              words={{
                ...words.plot,
                ...(shown.surface === 'slice' ? words.sliceAxes : {}),
                describe: words.plot.describe(words.params.surface.choices[shown.surface], racers.length),
              }}
            />
            <Scrubber
              id={`${urlPrefix}-step`}
              steps={frame.kept}
              at={now}
              onMove={setAt}
              words={words.scrubber}
            />
          </figure>
          <div>
            {chart}
            <PlotKey racers={racers} hasMinimum={frame.minima.length > 0} words={words} />
            <p class="ravine-verdict" role="status">
              {/* not read out of what follows a hand: it comes and goes */}
              <span key={String(lab.preview)} aria-hidden={lab.preview}>
                {frame.atRest ? words.atRest : lost.length > 0 ? words.left(lost) : ''}
              </span>
            </p>
          </div>
        </div>
      )}
      <Formulas
        racers={racers}
        roles={roles}
        theory={theoryOf[shown.surface]}
        hasTolerance={!trains(shown)}
        words={{ names: words.names, count: labStrings[locale].count, ...words.formulas }}
      />
      {images && <LossMarks racers={racers} words={words} />}
    </WidgetFrame>
  );
}

interface PlotKeyProps {
  readonly racers: readonly RacerFrame[];
  readonly hasMinimum: boolean;
  readonly words: Words;
}

function PlotKey({ racers, hasMinimum, words }: PlotKeyProps) {
  return (
    <ul class="ravine-key">
      {racers.map(({ method }) => (
        <li key={method} data-role={roles[method]}>
          <i class="disc" /> {words.names[method]}
        </li>
      ))}
      <li>
        <i class="ring start" /> {words.plot.key.start}
        <span class="by-hand">{words.plot.key.drag}</span>
      </li>
      {racers.some(({ momentum }) => momentum > 0) && (
        <>
          <li>
            <i class="thick" /> {words.plot.key.velocity}
          </li>
          <li>
            <i class="ring" /> {words.plot.key.lookahead}
          </li>
        </>
      )}
      <li>
        <i class="thin" /> {words.plot.key.pull}
      </li>
      {hasMinimum && (
        <li>
          <i class="times">×</i> {words.plot.key.minimum}
        </li>
      )}
    </ul>
  );
}

/** How many steps each took to each of the losses, in view since that is the race's result. */
function LossMarks({ racers, words }: { racers: readonly RacerFrame[]; words: Words }) {
  return (
    <div class="run-table">
      <table>
        <caption>{words.lossTable}</caption>
        <thead>
          <tr>
            <td />
            {LOSS_MARKS.map((mark) => (
              <th scope="col" key={mark}>
                {mark}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {racers.map(({ method, stepsToLoss }) => (
            <tr key={method} data-role={roles[method]}>
              <th scope="row">{words.names[method]}</th>
              {LOSS_MARKS.map((mark, i) => (
                <td key={mark}>
                  {(stepsToLoss[i] ?? -1) < 0 ? words.never : formatNumber(stepsToLoss[i] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
