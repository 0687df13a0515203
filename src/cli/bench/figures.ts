/** How long a figure takes in a browser, from the click on Run to its first frame and to its end, and what it computes. */
import type { BackendName, SummaryRecord } from '#src/lab/contract.ts';
import type { Pages } from '../drive/pages.ts';
import { comesTo, logRuns, press, runLog, wake } from '../drive/runs.ts';

export interface FigureTiming {
  readonly widget: string;
  /** What it ran on in the end. */
  readonly backend: string;
  /** From the click to the first frame and to the end, run by run; the first has the engine's start in it. */
  readonly firstFrameMillis: readonly number[];
  readonly runMillis: readonly number[];
  readonly summary: SummaryRecord;
  /** What the page said that it should not have. */
  readonly complaints: readonly string[];
}

const RUN_MILLIS = 120_000;

/** Runs the figure as its page shows it `1 + runs` times in one page: `backend` where it can be had. */
export async function timeFigure(
  site: Pages,
  widget: string,
  backend: BackendName,
  runs: number,
): Promise<FigureTiming> {
  const { page, complaints, close } = await site.open();
  try {
    await logRuns(page);
    await page.goto(`${site.url}en/lab/${widget}/?backend=${backend}`);
    const figure = await wake(page);
    const firstFrameMillis: number[] = [];
    const runMillis: number[] = [];
    for (let i = 0; i <= runs; i++) {
      const { done } = await runLog(page);
      const clicked = await page.evaluate(() => performance.now());
      await press(figure, 'run');
      await page.waitForFunction((before) => (window.runLog?.done ?? 0) > before, done, {
        timeout: RUN_MILLIS,
      });
      const { firstFrameAt, doneAt } = await runLog(page);
      firstFrameMillis.push(firstFrameAt - clicked);
      runMillis.push(doneAt - clicked);
      await comesTo(figure, ['done'], RUN_MILLIS);
    }
    return {
      widget,
      backend: (await figure.getAttribute('data-backend')) ?? '',
      firstFrameMillis,
      runMillis,
      summary: JSON.parse((await runLog(page)).summary) as SummaryRecord,
      complaints,
    };
  } finally {
    await close();
  }
}

/**
 * max |aᵢ − bᵢ| / max(|aᵢ|, |bᵢ|) over the numbers of two summaries that both hold, by the paths that lead to them; 0 where
 * both are 0, infinite where only one is a number.
 */
export function greatestDifference(a: unknown, b: unknown): number {
  if (typeof a === 'number' || typeof b === 'number') {
    if (a === b) return 0;
    if (typeof a !== 'number' || typeof b !== 'number') return Number.POSITIVE_INFINITY;
    return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  }
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return 0;
  const others = new Map(Object.entries(b));
  return Math.max(0, ...Object.entries(a).map(([key, value]) => greatestDifference(value, others.get(key))));
}
