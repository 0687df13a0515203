/** Hands and eyes for one widget on a page: wake it, run it, read its state and its table. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { inState } from '#src/cli/drive/runs.ts';
import type { SummaryRecord } from '#src/lab/contract.ts';
import type { FromWorker, ToWorker } from '#src/lab/protocol.ts';
import type { LabState } from '#src/lab/use-experiment.ts';

export { wake } from '#src/cli/drive/runs.ts';

/** Every widget there is: a folder each. */
export const widgetIds: readonly string[] = readdirSync('widgets');

declare global {
  interface Window {
    /** What page and worker said to each other, where `recordMessages` is listening. */
    testMessages?: { readonly to: ToWorker[]; readonly from: FromWorker[]; workers: number };
  }
}

export const press = (widget: Locator, action: 'run' | 'stop' | 'reset' | 'pin' | 'share' | 'retry') =>
  widget.locator(`[data-action="${action}"]`).click();

/** A run that takes twelve seconds alone takes nearly a minute where other tests train as well. */
const LONGEST_RUN_MILLIS = 90_000;

/** Waits until the widget is in one of these states. */
export async function reach(widget: Locator, ...states: readonly LabState[]): Promise<void> {
  await inState(widget, states).waitFor({ state: 'attached', timeout: LONGEST_RUN_MILLIS });
}

/** Presses Run and waits for the end. */
export async function runToEnd(widget: Locator): Promise<void> {
  await press(widget, 'run');
  await reach(widget, 'loading', 'running');
  await reach(widget, 'done');
}

/** Cells of the widget's tables by summary key, as they are shown. */
export function readTable(widget: Locator): Promise<Record<string, string[]>> {
  return widget
    .locator('[data-summary]')
    .evaluateAll((rows) =>
      Object.fromEntries(
        rows.map((row) => [
          row.getAttribute('data-summary') ?? '',
          [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''),
        ]),
      ),
    );
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The number in a cell: 2.98·10⁻⁷, 0.213, 6,159, −1, 41 %. NaN for a dash. */
export function numberIn(cell: string): number {
  const plain = cell
    .replace('−', '-')
    .replace(/(?<=\d),(?=\d{3})/, '')
    .replace('·10', 'e')
    .replace('⁻', '-')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(superscripts.indexOf(digit)))
    .replace(/ %$/, 'e-2');
  return plain === '' ? Number.NaN : Number(plain);
}

/** What the run bar shows of the run. */
export const statusOf = (widget: Locator) =>
  widget.locator('.run-bar [role="status"]').evaluate((status) =>
    [...status.childNodes]
      .filter((node) => !(node instanceof Element && node.classList.contains('visually-hidden')))
      .map((node) => node.textContent)
      .join(''),
  );

/** What is read out there besides. */
export const readOutOf = (widget: Locator) =>
  widget.locator('.run-bar [role="status"] .visually-hidden').innerText();

/** From now on notes each value that the attribute takes. */
export async function watchAttribute(widget: Locator, attribute: string): Promise<() => Promise<string[]>> {
  const seen = await widget.evaluateHandle((element, name) => {
    const values: string[] = [];
    new MutationObserver(() => values.push(element.getAttribute(name) ?? '')).observe(element, {
      attributeFilter: [name],
    });
    return values;
  }, attribute);
  return () => seen.jsonValue();
}

/** To be called before the page opens: keeps the messages between the page and its workers. */
export function recordMessages(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const messages: NonNullable<Window['testMessages']> = { to: [], from: [], workers: 0 };
    window.testMessages = messages;
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        messages.workers++;
        this.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => messages.from.push(data));
      }
      override postMessage(message: ToWorker): void {
        messages.to.push(message);
        super.postMessage(message);
      }
    };
  });
}

export async function sentMessages(page: Page): Promise<readonly ToWorker[]> {
  return page.evaluate(() => window.testMessages?.to ?? []);
}

/** The runs that the page asked its worker for, oldest first. */
export async function sentRuns(page: Page): Promise<readonly Extract<ToWorker, { type: 'run' }>[]> {
  return (await sentMessages(page)).filter((message) => message.type === 'run');
}

/** Summaries of the runs that ended, oldest first, to the last bit. */
export async function summaries(page: Page): Promise<readonly SummaryRecord[]> {
  const received = await page.evaluate(() => window.testMessages?.from ?? []);
  return received.filter((message) => message.type === 'done').map(({ summary }) => summary);
}

/** The recorded run of a widget's preset, as `npm run bake` left it; null where a number is not one. */
export function bakedRun(id: string, preset: string): { backend: string; summary: Record<string, unknown> } {
  const records: Record<string, { backend: string; summary: Record<string, unknown> }> = JSON.parse(
    readFileSync(`widgets/${id}/baked.json`, 'utf8'),
  );
  const record = records[preset];
  if (!record) throw new Error(`no recorded run of ${id} ${preset}`);
  return record;
}

/** What is smaller is the rounding error of a zero. */
const ZERO = 1e-12;

/** Largest difference between two values of a summary, relative to the larger of the two; NaN agrees only with NaN. */
export function relativeDifference(a: unknown, b: unknown): number {
  const left = flat(a);
  const right = flat(b);
  if (left.length !== right.length) return Number.POSITIVE_INFINITY;
  return left.reduce((largest, x, i) => Math.max(largest, difference(x, right[i] ?? Number.NaN)), 0);
}

const flat = (value: unknown): number[] =>
  (Array.isArray(value) ? value : [value]).map((item: unknown) =>
    item === null ? Number.NaN : Number(item),
  );

function difference(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const relative = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), ZERO);
  return Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative;
}
