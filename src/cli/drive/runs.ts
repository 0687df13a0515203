/** The runs of one widget on a page: how they are started and ended, and what the page's workers say of them. */
import type { Locator, Page } from 'playwright-core';
import type { FromWorker } from '#src/lab/protocol.ts';
import type { LabState } from '#src/lab/use-experiment.ts';

/** What the workers of a page have said; kept small, so that it does not count as what the page holds. */
export interface RunLog {
  /** Workers that were started and not ended. */
  workers: number;
  frames: number;
  done: number;
  /** When the newest run's first frame came and when the newest run ended, by `performance.now()` of the page. */
  firstFrameAt: number;
  doneAt: number;
  /** A fingerprint of the newest run's first frame, without the times that were measured; empty before there is one. */
  firstFrame: string;
  /** Of the newest run that ended by itself, as JSON, without the times that were measured. */
  summary: string;
}

declare global {
  interface Window {
    runLog?: RunLog;
  }
}

/** To be called before the page opens. */
export function logRuns(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const log: RunLog = {
      workers: 0,
      frames: 0,
      done: 0,
      firstFrameAt: 0,
      doneAt: 0,
      firstFrame: '',
      summary: '',
    };
    window.runLog = log;
    let run = 0;
    const withoutTimes = (data: unknown) =>
      JSON.stringify(data, (key, value: unknown) => (key.endsWith('Millis') ? undefined : value));
    const fingerprint = (text: string) => {
      let sum = 0;
      for (let i = 0; i < text.length; i++) sum = (Math.imul(sum, 31) + text.charCodeAt(i)) | 0;
      return `${text.length}:${sum}`;
    };
    window.Worker = class extends Worker {
      #alive = true;
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        log.workers++;
        this.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
          if (data.type === 'frame') {
            log.frames++;
            if (data.runId === run) return;
            run = data.runId;
            log.firstFrameAt = performance.now();
            log.firstFrame = fingerprint(withoutTimes(data.frame));
          }
          if (data.type !== 'done') return;
          log.done++;
          log.doneAt = performance.now();
          log.summary = withoutTimes(data.summary);
        });
      }
      override terminate(): void {
        if (this.#alive) log.workers--;
        this.#alive = false;
        super.terminate();
      }
    };
  });
}

export async function runLog(page: Page): Promise<RunLog> {
  const log = await page.evaluate(() => window.runLog);
  if (!log) throw new Error('nobody logs the runs of this page');
  return log;
}

/** The nth widget of the page, scrolled to and awake. */
export async function wake(page: Page, nth = 0): Promise<Locator> {
  const widget = page.locator('[data-widget]').nth(nth);
  await widget.scrollIntoViewIfNeeded();
  await widget.and(page.locator('[data-ready]')).waitFor();
  return widget;
}

/** The widget while it is in one of these states. */
export const inState = (widget: Locator, states: readonly LabState[]): Locator =>
  widget.and(widget.page().locator(states.map((state) => `[data-state="${state}"]`).join(', ')));

/** Whether the widget comes to one of these states before the time is up. */
export async function comesTo(
  widget: Locator,
  states: readonly LabState[],
  millis: number,
): Promise<boolean> {
  const found = inState(widget, states).waitFor({ state: 'attached', timeout: millis });
  return found.then(
    () => true,
    () => false,
  );
}

/** Clicks the nth of the elements by script, where it is there and enabled: nothing has to be scrolled to. */
export function click(widget: Locator, selector: string, nth = 0): Promise<boolean> {
  return widget.evaluate(
    (element, [wanted, index]) => {
      const found = element.querySelectorAll<HTMLElement>(wanted)[index];
      if (!found || found.matches(':disabled')) return false;
      found.click();
      return true;
    },
    [selector, nth] as const,
  );
}

export const press = (widget: Locator, action: string) => click(widget, `[data-action="${action}"]`);
