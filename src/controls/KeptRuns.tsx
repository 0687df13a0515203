/** At the end of a widget: the runs of this visit, and the pinned ones side by side. Both are loaded when first opened. */
import { useState } from 'preact/hooks';
import type { TableRow } from '#src/charts/DataTable.tsx';
import { keptStrings } from '#src/lab/kept-strings.ts';
import type { Params } from '#src/lab/params.ts';
import type { KeptRunsProps } from './PinLegend.tsx';

export interface PanelProps<P extends Params, Frame, Summary> extends KeptRunsProps<P, Frame, Summary> {
  /** Tells the figure from the page's others. */
  readonly figureName: string;
  /** What the widget's tables say of a run in single values, by its summary. */
  readonly resultsOf: (summary: Summary) => readonly TableRow[];
}

type Panels = typeof import('./KeptPanels.tsx');

export function KeptRuns<P extends Params, Frame, Summary>(props: PanelProps<P, Frame, Summary>) {
  const { lab, locale } = props;
  const words = keptStrings[locale];
  const [panels, setPanels] = useState<Panels | 'failed'>();
  const [open, setOpen] = useState<Readonly<Record<'history' | 'comparison', boolean>>>({
    history: false,
    comparison: false,
  });
  const toggled = async (which: keyof typeof open, isOpen: boolean) => {
    setOpen((before) => ({ ...before, [which]: isOpen }));
    if (!isOpen || typeof panels === 'object') return;
    setPanels(undefined);
    setPanels(await import('./KeptPanels.tsx').catch(() => 'failed' as const));
  };
  const loaded = typeof panels === 'object' ? panels : undefined;
  const wait = panels === 'failed' ? <p role="alert">{words.notLoaded}</p> : <p>{words.loading}</p>;
  return (
    <div class="kept-runs">
      <details class="run-history" onToggle={({ currentTarget }) => toggled('history', currentTarget.open)}>
        <summary>{words.history(lab.history.length)}</summary>
        {open.history && (loaded ? <loaded.RunHistory {...props} /> : wait)}
      </details>
      {lab.pins.length > 0 && (
        <details
          class="comparison"
          onToggle={({ currentTarget }) => toggled('comparison', currentTarget.open)}
        >
          <summary>{words.compare}</summary>
          {open.comparison && (loaded ? <loaded.ComparisonTable {...props} /> : wait)}
        </details>
      )}
    </div>
  );
}
