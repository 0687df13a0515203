/** What is the same on every widget: title, presets, notices, the figure, controls, run bar, caption, table. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { DataTable, type TableContent, type TableRow } from '#src/charts/DataTable.tsx';
import { FigureContext } from '#src/charts/figure-context.ts';
import { wholeEquations } from '#src/format.ts';
import type { Locale } from '#src/i18n.ts';
import type { SummaryRecord } from '#src/lab/contract.ts';
import { keptStrings } from '#src/lab/kept-strings.ts';
import { type ConfigOf, chosenPreset, type Params, sameConfig } from '#src/lab/params.ts';
import { labStrings } from '#src/lab/strings.ts';
import { figureAnchor } from '#src/lab/url-state.ts';
import type { Lab } from '#src/lab/use-experiment.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import { Controls } from './Controls.tsx';
import { KeptRuns } from './KeptRuns.tsx';
import { LadderNotes, Notices } from './Notices.tsx';
import { PinLegend } from './PinLegend.tsx';
import { PresetButtons, type PresetTable } from './PresetButtons.tsx';
import { RunBar } from './RunBar.tsx';
import { RunEstimate } from './RunEstimate.tsx';
import { scalarRows } from './scalar-rows.ts';
import { TakeAway } from './TakeAway.tsx';
import { useAnnouncement } from './use-announcement.ts';
import { useRunSummary } from './use-run-summary.ts';

export interface WidgetFrameProps<
  P extends Params,
  Preset extends string,
  Frame,
  Summary extends SummaryRecord,
> {
  readonly locale: Locale;
  readonly lab: Lab<P, Frame, Summary>;
  readonly presets: Readonly<Record<Preset, ConfigOf<P>>>;
  readonly strings: WidgetStrings<P, Preset>;
  readonly tables: readonly TableContent[];
  /** Presets that are the cells of a table; the others stand below it. */
  readonly presetTable?: PresetTable<Preset>;
  readonly diverged?: boolean;
  /** The run that is shown did less than a whole one, as where one of its nets has ended early. Default: where it has diverged. */
  readonly cutShort?: boolean;
  /** A run takes many steps: it can be paused, and gone through step by step. */
  readonly pausable?: boolean;
  /** Where runs can take long: how long this one would on WASM, in seconds, to be said before it starts. */
  readonly estimate?: (config: ConfigOf<P>) => number;
  /** Where a run comes to more than its main chart: sentences that are read out before what is read out of that. */
  readonly outcome?: string;
  /** Just the figure with these controls, as on the front page. */
  readonly only?: readonly string[] | undefined;
  /** The figure: what the controls beneath it change first. */
  readonly children: ComponentChildren;
  /** What is read after that, below the controls. */
  readonly further?: ComponentChildren;
}

export function WidgetFrame<P extends Params, Preset extends string, Frame, Summary extends SummaryRecord>(
  props: WidgetFrameProps<P, Preset, Frame, Summary>,
) {
  const { locale, lab, presets, strings, tables, only, diverged = false, pausable = false } = props;
  const { id, urlPrefix, params } = lab;
  const words = labStrings[locale];
  const names = Object.keys(presets) as Preset[];
  const current = names.find((name) =>
    sameConfig(params, withoutSeed(presets[name]), withoutSeed(lab.config)),
  );
  const caption = current ? strings.presets[current].caption : strings.ownCaption(lab.config);
  // A page may show a widget twice, each time from another preset: that tells the two apart by name.
  const start = names.find((name) => sameConfig(params, presets[name], lab.initial));
  const figureName = start ? `${strings.title} ${strings.presets[start].label}` : strings.title;
  const summary = useRunSummary(lab, locale);
  useAnnouncement(summary.section, lab, strings.params, locale);
  const [results] = useState(() => new WeakMap<Summary, readonly TableRow[]>());
  if (!results.has(lab.summary)) {
    results.set(lab.summary, scalarRows(tables, keptStrings[locale].last));
  }
  return (
    <section
      class="widget not-content"
      id={figureAnchor(urlPrefix)}
      ref={summary.section}
      data-widget={id}
      data-state={lab.state}
      data-backend={lab.backend}
      data-diverged={diverged ? '' : undefined}
      data-ready={lab.ready ? '' : undefined}
      aria-label={figureName}
    >
      <header class="widget-head">
        <p class="widget-title">{strings.title}</p>
        <p class="widget-question">{wholeEquations(strings.question)}</p>
      </header>
      {!only && (
        <PresetButtons
          label={words.presets}
          names={names}
          labels={strings.presets}
          current={current}
          disabled={!lab.ready}
          table={props.presetTable}
          onApproach={lab.prepare}
          onChoose={(name) => lab.apply(chosenPreset(params, presets[name], lab.config))}
        />
      )}
      <Notices lab={lab} locale={locale} withoutNet={strings.withoutNet} />
      <div class="widget-figure">
        <FigureContext.Provider value={summary.context}>{props.children}</FigureContext.Provider>
      </div>
      <Controls
        idPrefix={urlPrefix}
        params={params}
        strings={strings.params}
        words={words}
        config={lab.config}
        only={only}
        onChange={lab.set}
      />
      <RunBar
        lab={lab}
        locale={locale}
        diverged={diverged}
        pinnable={!only}
        pausable={pausable}
        said={summary.said && (props.outcome ?? '') + summary.said}
      >
        {!only && lab.backend && (
          <TakeAway
            id={id}
            locale={locale}
            title={strings.title}
            caption={caption}
            params={params}
            strings={strings.params}
            config={lab.config}
            summary={lab.summary}
            summaryConfig={lab.summaryConfig}
            backend={lab.backend}
            ready={lab.ready}
            link={lab.link}
          />
        )}
      </RunBar>
      {!only && <PinLegend lab={lab} locale={locale} labels={strings.params} />}
      {props.estimate && (
        <RunEstimate
          lab={lab}
          locale={locale}
          whole={!(props.cutShort ?? diverged)}
          secondsOnWasm={props.estimate}
        />
      )}
      <p class="widget-caption">{wholeEquations(caption)}</p>
      {props.further && (
        <div class="widget-further">
          <FigureContext.Provider value={summary.context}>{props.further}</FigureContext.Provider>
        </div>
      )}
      <p class="widget-noscript">{words.noScript}</p>
      <details class="widget-table" data-unsettled={lab.settled ? undefined : ''} data-pagefind-ignore>
        <summary>{words.table}</summary>
        {tables.map((table) => (
          <DataTable key={table.caption} locale={locale} figureName={figureName} {...table} />
        ))}
      </details>
      {!only && (
        <KeptRuns
          lab={lab}
          locale={locale}
          labels={strings.params}
          figureName={figureName}
          resultsOf={(of) => results.get(of) ?? []}
        />
      )}
      <LadderNotes lab={lab} locale={locale} />
    </section>
  );
}

/** A preset stays the same preset whatever its seed. */
function withoutSeed<C extends Readonly<Record<string, unknown>>>(config: C): C {
  return { ...config, seed: 0 };
}
