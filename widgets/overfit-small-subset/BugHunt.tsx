/** Which bug is it? The seed hides one of five; the reader names it by its curves, and hears whether that is so. */
import { useState } from 'preact/hooks';
import type { Lab } from '#src/lab/use-experiment.ts';
import { type Bug, bugOf, bugs, type params } from './config.ts';

export interface HuntWords {
  readonly title: string;
  readonly invitation: string;
  readonly hide: string;
  readonly another: string;
  readonly wait: string;
  readonly ask: string;
  readonly correct: string;
  readonly wrong: string;
  /** What gives each bug away. */
  readonly tell: Readonly<Record<Exclude<Bug, 'none'>, string>>;
}

export interface BugHuntProps {
  readonly lab: Lab<typeof params, unknown, unknown>;
  readonly words: HuntWords;
  readonly names: Readonly<Record<Bug, string>>;
}

const suspects = bugs.filter((bug) => bug !== 'none');

export function BugHunt({ lab, words, names }: BugHuntProps) {
  const { config, shownConfig } = lab;
  /** The seed says which hidden bug a guess was about: the guess falls away with it. */
  const [guess, setGuess] = useState<{ readonly seed: number; readonly bug: Exclude<Bug, 'none'> }>();
  const hidden = config.bug === 'hidden';
  const solved = hidden && guess?.seed === config.seed ? guess : undefined;
  const ready = hidden && lab.settled && shownConfig.bug === 'hidden' && shownConfig.seed === config.seed;
  const answer = bugOf(config);
  const hide = () =>
    lab.apply({
      images: '500', // balanced, which 20 are not: what gives a bug away would read differently there
      labels: 'true',
      bug: 'hidden',
      seed: config.bug === 'none' ? config.seed : (config.seed % 999_999) + 1, // whose bug nobody has seen yet
    });
  return (
    <div class="bug-hunt">
      <p class="chart-title">{words.title}</p>
      <p>{hidden ? (ready || solved ? words.ask : words.wait) : words.invitation}</p>
      <div class="bug-choices">
        <button type="button" class="button primary" data-action="hide" disabled={!lab.ready} onClick={hide}>
          {hidden ? words.another : words.hide}
        </button>
        {suspects.map((bug) => (
          <button
            type="button"
            class="button"
            key={bug}
            data-guess={bug}
            aria-pressed={solved?.bug === bug}
            disabled={!ready}
            onClick={() => setGuess({ seed: config.seed, bug })}
          >
            {names[bug]}
          </button>
        ))}
      </div>
      <p class="bug-verdict" role="status" data-correct={solved && answer === solved.bug ? '' : undefined}>
        {solved && (
          <>
            <b>{solved.bug === answer ? words.correct : words.wrong}</b> {words.tell[solved.bug]}
          </>
        )}
      </p>
    </div>
  );
}
