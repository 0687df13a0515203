/** What came of a run, to be read out once when it has ended: its main chart in short. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { FigureContextValue } from '#src/charts/figure-context.ts';
import type { Locale } from '#src/i18n.ts';
import type { Params } from '#src/lab/params.ts';
import type { Lab } from '#src/lab/use-experiment.ts';

/** The chart that a view marks as its main one, else the first; the histograms where there is none. */
const MAIN_CHARTS = ['.chart[data-main]', '.chart:has(.chart-text)', '.histograms'];

export function useRunSummary<P extends Params, Frame, Summary>(lab: Lab<P, Frame, Summary>, locale: Locale) {
  const { state, preview, stopped, summary } = lab;
  const busy = state === 'loading' || state === 'running' || state === 'paused';
  const section = useRef<HTMLElement>(null);
  const awaited = useRef(false); // a run has begun, and nothing has been said of its end
  const whole = useRef(false);
  whole.current = state === 'done' && !preview && !stopped;
  /** Of which run it is: without a run another may come to be shown, kept or recorded. */
  const newest = useRef(summary);
  newest.current = summary;
  const [told, setTold] = useState({ text: '', of: summary });
  useEffect(() => {
    if (!busy) return;
    awaited.current = true;
    setTold({ text: '', of: newest.current });
  }, [busy]);
  const onDescribed = useCallback((figure: HTMLElement, text: string) => {
    const main = MAIN_CHARTS.map((selector) => section.current?.querySelector(selector)).find(Boolean);
    if (!awaited.current || !whole.current || figure !== main) return;
    awaited.current = false;
    setTold({ text, of: newest.current });
  }, []);
  const context = useMemo<FigureContextValue>(
    () => ({ locale, busy, onDescribed }),
    [locale, busy, onDescribed],
  );
  return { section, said: told.of === summary ? told.text : '', context };
}
