/**
 * `npm run fuzz [-- --seed N] [--states N] [--sequences N] [--widget ID …] [--minutes M]`: addresses and hands that nobody
 * thought of, on the built site in Chromium. A seed makes them the same again.
 *
 * Of the addresses (10,000, shared out among the widgets) each is read in Node by the code that the page runs; three in
 * ten are also given to a widget put anew into a page, and a sixth to a page of its own: the widget's or the one for
 * frames, in both languages. A sequence (300) is what hands do on a page, by mouse and by keyboard; after it the widget
 * has to come to rest, to leave nothing behind and to answer a new run. With `--minutes` no more is begun once they are
 * over. Exit status 1 where anything is wrong, with what does it again; bad input: one line, 2.
 *
 * `--steps JSON` with one `--widget` does the sequence that a failure has printed.
 */
import { parseArgs } from 'node:util';
import { openBuiltSite } from './drive/built-site.ts';
import type { Pages } from './drive/pages.ts';
import { type SequenceFailure, shorten, stepsOf, trySteps } from './fuzz/sequences.ts';
import { type Target, targetOf } from './fuzz/state-check.ts';
import { checkInNode, checkLoads, checkRemounts, type Failure } from './fuzz/state-runs.ts';
import type { Step } from './fuzz/steps.ts';
import { loadWidget, positiveInteger, refuse, refuseArguments, widgetsNamed } from './node-lab.ts';

const REMOUNTED_SHARE = 0.3;
const LOADED_SHARE = 1 / 6;

const { widgets, seed, states, sequences, deadline, steps } = await readArguments();
const tried = { states: 0, remounted: 0, loaded: 0, sequences: 0, steps: 0 };
const targets = await Promise.all(widgets.map(async (id) => targetOf(id, await loadWidget(id))));
let failed = 0;
const site = await openBuiltSite();
try {
  if (steps) await again(site, steps);
  else {
    for (const target of targets) await tryStates(site, target);
    for (let nth = 0; nth < sequences / widgets.length; nth++) {
      for (const id of widgets) await trySequence(site, id, nth);
    }
  }
} finally {
  await site.close();
}
console.log(
  [
    `${widgets.length} widgets, seed ${seed}:`,
    `${tried.states} addresses read in Node, ${tried.remounted} of them also by a widget put into a page and ${tried.loaded} by a page of their own;`,
    `${tried.sequences} sequences of ${tried.steps} steps in all; ${failed} failures`,
  ].join(' '),
);
process.exit(failed > 0 ? 1 : 0);

async function tryStates(built: Pages, target: Target): Promise<void> {
  const each = Math.ceil(states / targets.length);
  const loaded = Math.ceil(each * LOADED_SHARE);
  const remounted = Math.ceil(each * REMOUNTED_SHARE);
  report(checkInNode(seed, target, 0, each));
  tried.states += each;
  if (performance.now() > deadline) return;
  report(await checkLoads(built, seed, target, 0, loaded));
  tried.loaded += loaded;
  if (performance.now() > deadline) return;
  report(await checkRemounts(built, seed, target, loaded, loaded + remounted));
  tried.remounted += remounted;
  console.log(`${target.id}: ${each} addresses`);
}

async function trySequence(built: Pages, id: string, nth: number): Promise<void> {
  if (performance.now() > deadline) return;
  const drawn = stepsOf(seed, id, nth);
  tried.sequences++;
  tried.steps += drawn.length;
  const faults = await trySteps(built, id, drawn);
  if (faults.length > 0) reportSequence(await shorten(built, id, drawn, faults));
}

async function again(built: Pages, given: readonly Step[]): Promise<void> {
  const [widget = ''] = widgets;
  const faults = await trySteps(built, widget, given);
  tried.sequences++;
  tried.steps += given.length;
  if (faults.length > 0) reportSequence({ widget, faults, steps: given });
}

function report(found: readonly Failure[]): void {
  failed += found.length;
  for (const { widget, fault, replay } of found) console.log(`FAILED ${widget}: ${fault}\n  ${replay}`);
}

function reportSequence({ widget, faults, steps: shortest }: SequenceFailure): void {
  failed++;
  const quoted = JSON.stringify(shortest).replaceAll("'", "'\\''");
  console.log(`FAILED ${widget}: ${faults.join('; ')}`);
  console.log(`  npm run fuzz -- --widget ${widget} --steps '${quoted}'`);
}

async function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        states: { type: 'string', default: '10000' },
        sequences: { type: 'string', default: '300' },
        minutes: { type: 'string' },
        widget: { type: 'string', multiple: true },
        steps: { type: 'string' },
      },
    });
    const minutes =
      values.minutes === undefined ? Number.POSITIVE_INFINITY : positiveInteger('minutes', values.minutes);
    return {
      widgets: await widgetsNamed(values.widget),
      seed: positiveInteger('seed', values.seed),
      states: count('states', values.states),
      sequences: count('sequences', values.sequences),
      deadline: performance.now() + minutes * 60_000,
      steps: values.steps === undefined ? undefined : readSteps(values.steps, values.widget?.length === 1),
    };
  } catch (error) {
    return refuseArguments(
      error,
      '--seed N, --states N, --sequences N, --widget ID, --minutes M, --steps JSON',
    );
  }
}

/** Zero leaves that part out. */
function count(name: string, text: string): number {
  return text === '0' ? 0 : positiveInteger(name, text);
}

/** As a failure has printed them. */
function readSteps(text: string, forOneWidget: boolean): readonly Step[] {
  if (!forOneWidget) refuse('--steps needs one --widget');
  try {
    return JSON.parse(text);
  } catch {
    return refuse('--steps is not JSON');
  }
}
