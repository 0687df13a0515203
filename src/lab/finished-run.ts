/** What a widget tells its page when a run is done: not a stopped one, nor a preview, nor one that was changed in mid-run. */
import type { BackendName, SummaryRecord } from './contract.ts';
import type { ConfigRecord } from './params.ts';

export interface FinishedRun<Config = ConfigRecord, Summary = SummaryRecord> {
  /** The widget's. */
  readonly id: string;
  /** The id, with the instance's name behind it where a page shows the widget more than once. */
  readonly instance: string;
  readonly config: Config;
  readonly summary: Summary;
  readonly backend: BackendName;
  /** The settings in which the run differs from the one that the figure started with, in the page's language. */
  readonly settings: string;
}

declare global {
  interface HTMLElementEventMap {
    'run-finished': CustomEvent<FinishedRun>;
  }
}

/** Sends a bubbling `run-finished` event from the widget's section. */
export function announceRun(section: HTMLElement, run: FinishedRun): void {
  section.dispatchEvent(new CustomEvent('run-finished', { bubbles: true, detail: run }));
}
