/** One page in continuous use: laps of runs with changing settings, and what the page holds after each. */
import type { Locator } from 'playwright-core';
import { MAX_PAST_RUNS } from '#src/lab/history.ts';
import { createRng, type Rng } from '#src/random.ts';
import { type Memory, MemoryProbe } from '../drive/memory.ts';
import type { Pages } from '../drive/pages.ts';
import { click, comesTo, logRuns, press, runLog, wake } from '../drive/runs.ts';

/** What a page holds after a lap. The engine's code is no part of `pageHeap`: it goes on being made for hours. */
export interface Held extends Memory {
  /** In bytes. */
  readonly pageHeap: number;
  readonly pageCode: number;
}

export interface Soak {
  readonly widget: string;
  readonly minutes: number;
  /** Runs that were started, whether they ended by themselves or were stopped. */
  readonly runs: number;
  /** One after each lap. */
  readonly samples: readonly Held[];
  /** Laps before the widget remembered as many runs as it ever does: of those that end by themselves, the newest. */
  readonly warmUp: number;
  /** What went wrong: complaints of the page, runs that did not end, numbers that changed. */
  readonly faults: readonly string[];
}

/**
 * Other settings in each lap, between two runs of the settings that the page starts from.
 */
const RUNS_PER_LAP = 4;
/** Then the settings come round again: by the end of the warm-up the largest have been seen, and WASM memory never shrinks. */
const DIFFERENT_LAPS = 4;
/** A run that takes longer is stopped: that has to leave nothing behind either. */
const RUN_MILLIS = 6_000;
/** Within this a stopped run has to end. */
const STOP_MILLIS = 60_000;
/** The run of the settings that the page starts from is let finish, however busy the machine. */
const REFERENCE_MILLIS = 300_000;

export async function soak(site: Pages, id: string, minutes: number, seed: number): Promise<Soak> {
  const { page, complaints, close } = await site.open();
  const faults: string[] = [];
  const samples: Held[] = [];
  let runs = 0;
  let warmUp = 0;
  try {
    await logRuns(page);
    const probe = await MemoryProbe.of(page);
    await page.goto(`${site.url}en/lab/${id}/`);
    const widget = await wake(page);
    await widget.evaluate((element) => {
      for (const more of element.querySelectorAll('details')) more.open = true; // as far as a reader can go
    });
    const began = performance.now();
    let reference: string | undefined;
    for (let lap = 1; performance.now() - began < minutes * 60_000; lap++) {
      const rng = createRng(seed)
        .child(id)
        .child(lap % DIFFERENT_LAPS);
      await press(widget, 'reset');
      await press(widget, 'run');
      await comesTo(widget, ['loading', 'running'], RUN_MILLIS);
      if (!(await comesTo(widget, ['done'], REFERENCE_MILLIS)))
        faults.push(`lap ${lap}: no end of the first run`);
      runs++;
      const { summary } = await runLog(page);
      reference ??= summary;
      if (summary !== reference) faults.push(`lap ${lap}: the same settings and seed gave other numbers`);
      for (let i = 0; i < RUNS_PER_LAP; i++, runs++) {
        await changeSettings(widget, rng);
        await press(widget, 'run');
        if (await comesTo(widget, ['done', 'error'], RUN_MILLIS)) continue;
        await press(widget, 'stop');
        if (!(await comesTo(widget, ['done', 'error'], STOP_MILLIS)))
          faults.push(`lap ${lap}: a run did not stop`);
      }
      if ((await widget.getAttribute('data-state')) === 'error')
        faults.push(`lap ${lap}: ${await widget.locator('[data-kind="error"]').innerText()}`);
      await press(widget, 'reset');
      if ((await runLog(page)).done < MAX_PAST_RUNS) warmUp = lap;
      const sample = await probe.read();
      const { objects, code } = await probe.pageHeap();
      samples.push({ ...sample, pageHeap: objects, pageCode: code });
      if (sample.workers !== 1) faults.push(`lap ${lap}: ${sample.workers} workers`);
    }
    return {
      widget: id,
      minutes: (performance.now() - began) / 60_000,
      runs,
      samples,
      warmUp,
      faults: [...faults, ...complaints],
    };
  } finally {
    await close();
  }
}

/** A preset, a choice or a switch, a slider's mark, the next seed: what a reader's hand would go to. */
async function changeSettings(widget: Locator, rng: Rng): Promise<void> {
  const kindsOfChange = [
    '[data-preset]',
    '.choice input, .toggle input:enabled',
    '.marks button',
    '.seed button',
  ];
  const selector = kindsOfChange[rng.int(kindsOfChange.length)] ?? '';
  const count = await widget.locator(selector).count();
  if (count > 0) await click(widget, selector, rng.int(count));
}
