import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { describeChart } from './describe.ts';
import { chartWords } from './describe-words.ts';
import { FigureContext } from './figure-context.ts';
import type { ChartSpec } from './spec.ts';

/** Time without a change after which a chart is described anew. */
const REST_MILLIS = 150;

/** A chart in words: of the newest spec that stayed for a moment, and none of those that a run passes through. */
export function useDescription(spec: ChartSpec) {
  const { locale, busy, meanwhile, onDescribed } = useContext(FigureContext);
  const figure = useRef<HTMLElement>(null);
  const [described, setDescribed] = useState(() => ({ spec, text: describeChart(spec, locale) }));
  useEffect(() => {
    if (busy || described.spec === spec) return;
    const timer = setTimeout(() => {
      setDescribed({ spec, text: describeChart(spec, locale) });
      if (figure.current) onDescribed?.(figure.current, describeChart(spec, locale, { brief: true }));
    }, REST_MILLIS);
    return () => clearTimeout(timer);
  }, [spec, busy, described, locale, onDescribed]);
  return { figure, text: busy ? (meanwhile ?? chartWords[locale].running) : described.text };
}
