/** Challenge cards: each run that a figure of the page finishes is looked at, and what was met stays so. */

import { formatNumber } from '#src/format.ts';
import type { Challenges, Standing } from '#src/lab/challenges.ts';
import type { FinishedRun } from '#src/lab/finished-run.ts';
import { progressStore, withSolved } from '#src/progress/progress.ts';

/** A card's sentences; {settings}, {measure} and {value} are put in here. */
interface Words {
  readonly open: string;
  readonly far: string;
  readonly notChecked: string;
  readonly solved: string;
  readonly solvedBy: string;
  readonly solvedWith: string;
  readonly measure?: string;
}

/** Runs that are looked back at. */
const MAX_RUNS = 50;

const checks = import.meta.glob<{ challenges?: Challenges<FinishedRun['config'], FinishedRun['summary']> }>(
  '/widgets/*/challenges.ts',
);

export function followChallenges(): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-challenge]')];
  const store = progressStore();
  for (const card of cards) {
    if (store.read().solved.includes(card.dataset.challenge ?? '')) say(card, true, wordsOf(card).solved);
  }
  if (cards.length === 0) return;
  const runs = new Map<string, FinishedRun[]>();
  document.body.addEventListener('run-finished', async ({ detail }) => {
    const ofWidget = [detail, ...(runs.get(detail.id) ?? [])].slice(0, MAX_RUNS);
    runs.set(detail.id, ofWidget);
    const asked = cards.filter(({ dataset }) => dataset.challenge?.startsWith(`${detail.id}/`));
    const load = checks[`/widgets/${detail.id}/challenges.ts`];
    if (asked.length === 0 || !load) return;
    // none without a network, or where half of a script is a script too; the next run tries again
    const { challenges } = await load().catch(() => ({ challenges: undefined }));
    for (const card of asked) {
      if (!challenges && card.dataset.solved === undefined) say(card, false, wordsOf(card).notChecked);
      const challenge = card.dataset.challenge ?? '';
      const standing = challenges?.[challenge.slice(detail.id.length + 1)]?.met(ofWidget);
      if (standing) judge(card, challenge, standing, detail);
    }
  });
}

function judge(card: HTMLElement, challenge: string, { met, reached }: Standing, run: FinishedRun): void {
  const store = progressStore();
  const words = wordsOf(card);
  if (met) {
    store.write(withSolved(store.read(), challenge));
    const sentence = run.settings ? words.solvedWith : words.solvedBy;
    say(card, true, sentence.replace('{settings}', run.settings));
  } else if (card.dataset.solved === undefined) {
    const far = reached === undefined ? undefined : words.far.replace('{value}', formatNumber(reached));
    say(card, false, far?.replace('{measure}', words.measure ?? '') ?? words.open);
  }
}

function say(card: HTMLElement, isSolved: boolean, sentence: string): void {
  if (isSolved) card.dataset.solved = '';
  const state = card.querySelector('.challenge-state');
  if (state && state.textContent !== sentence) state.textContent = sentence;
}

const wordsOf = (card: HTMLElement): Words => JSON.parse(card.dataset.words ?? '{}');
