import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Locale } from '#src/i18n.ts';
import type { SummaryRecord } from '#src/lab/contract.ts';
import { announceRun } from '#src/lab/finished-run.ts';
import type { Params } from '#src/lab/params.ts';
import { changedKeys, settingsLine } from '#src/lab/settings.ts';
import type { Lab } from '#src/lab/use-experiment.ts';
import type { ParamStrings } from '#src/lab/widget-strings.ts';

/** Tells the page of each run that comes into the history. */
export function useAnnouncement<P extends Params, Frame, Summary extends SummaryRecord>(
  section: RefObject<HTMLElement>,
  lab: Lab<P, Frame, Summary>,
  labels: Readonly<Record<string, ParamStrings>>,
  locale: Locale,
): void {
  const announced = useRef<object>();
  const [newest] = lab.history;
  useEffect(() => {
    if (!newest || newest === announced.current || !section.current || !lab.backend) return;
    announced.current = newest;
    const { config, summary } = newest;
    const keys = changedKeys(lab.params, lab.initial, config);
    const settings = settingsLine(lab.params, labels, keys, config, locale);
    announceRun(section.current, {
      id: lab.id,
      instance: lab.urlPrefix,
      config,
      summary,
      backend: lab.backend,
      settings,
    });
  });
}
