/** Run, pause, step, stop, reset, pin, share, export; and at the end of the row what the run is doing. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatPercent, formatSeconds } from '#src/format.ts';
import type { Locale } from '#src/i18n.ts';
import type { Params } from '#src/lab/params.ts';
import { type LabStrings, labStrings } from '#src/lab/strings.ts';
import type { Lab } from '#src/lab/use-experiment.ts';
import { CopyButton } from './CopyButton.tsx';
import { PinButton } from './PinButton.tsx';
import { StableLabel } from './StableLabel.tsx';

export interface RunBarProps<P extends Params, Frame, Summary> {
  readonly lab: Lab<P, Frame, Summary>;
  readonly locale: Locale;
  readonly diverged: boolean;
  /** Whether runs can be kept here for comparison. */
  readonly pinnable: boolean;
  /** What else there is to do with the run, at the end of the buttons. */
  readonly children?: ComponentChildren;
  /** What came of the run, once it has ended: read out, and not shown. */
  readonly said: string;
  /** Whether a run is long enough to be paused, and gone through step by step. */
  readonly pausable: boolean;
}

export function RunBar<P extends Params, Frame, Summary>({
  lab,
  locale,
  diverged,
  pinnable,
  pausable,
  said,
  children,
}: RunBarProps<P, Frame, Summary>) {
  const words = labStrings[locale];
  const busy = lab.state === 'loading' || lab.state === 'running' || lab.state === 'paused';
  const bar = useRef<HTMLDivElement>(null);
  const run = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    // Stop or Pause had the focus and is no longer to be pressed: the keyboard goes on from Run, not from the page's top
    if (!busy && bar.current?.querySelector(':focus:disabled')) run.current?.focus({ preventScroll: true });
  }, [busy]);
  return (
    <div
      class="run-bar"
      ref={bar}
      data-pagefind-ignore
      onPointerEnter={lab.prepare}
      onFocusCapture={lab.prepare}
    >
      <button
        type="button"
        class="button primary"
        data-action="run"
        ref={run}
        aria-disabled={!lab.ready}
        onClick={lab.run}
      >
        <StableLabel
          text={lab.state === 'baked' || lab.stale ? words.run : words.runAgain}
          others={[words.run, words.runAgain]}
        />
      </button>
      {pausable && (
        <>
          <button type="button" class="button" data-action="pause" disabled={!busy} onClick={lab.togglePause}>
            <StableLabel text={lab.held ? words.resume : words.pause} others={[words.pause, words.resume]} />
          </button>
          <button
            type="button"
            class="button"
            data-action="step"
            aria-disabled={!lab.ready}
            onClick={lab.step}
          >
            {words.oneStep}
          </button>
        </>
      )}
      <button type="button" class="button" data-action="stop" disabled={!busy} onClick={lab.stop}>
        {words.stop}
      </button>
      <button type="button" class="button" data-action="reset" aria-disabled={!lab.ready} onClick={lab.reset}>
        {words.reset}
      </button>
      {pinnable && (
        <PinButton
          action="pin"
          locale={locale}
          pins={lab.pins}
          frame={lab.frame}
          disabled={!lab.ready}
          onPin={() => lab.pin()}
        />
      )}
      <CopyButton
        action="share"
        text={lab.link}
        words={{ copy: words.share, copied: words.shared, copyManually: words.shareManually }}
        disabled={!lab.ready}
      />
      {children}
      <Status lab={lab} locale={locale} diverged={diverged} said={said} />
      <progress
        max={1}
        value={busy ? lab.progress : 0}
        aria-label={words.states.running}
        data-idle={busy && !lab.preview ? undefined : ''}
      />
    </div>
  );
}

function Status<P extends Params, Frame, Summary>({
  lab,
  locale,
  diverged,
  said,
}: {
  lab: Lab<P, Frame, Summary>;
  locale: Locale;
  diverged: boolean;
  said: string;
}) {
  const words = labStrings[locale];
  const state = stateWords(lab, words.states, diverged);
  const rest: string[] = [];
  if (lab.backend) rest.push(words.backends[lab.backend]);
  if (lab.state === 'done' && lab.millis !== undefined && !lab.stale && !lab.stopped)
    rest.push(formatSeconds(lab.millis));
  rest.push(words.seed(Number(lab.shownConfig.seed)));
  return (
    // only what changes is read out: the summary follows the word that the run is done, and doesn't say it again
    <span class="status" role="status" aria-atomic="false">
      {/* not of runs that follow a hand: the one that it ends with */}
      {lab.preview && !lab.stopped ? <span aria-hidden="true">{state}</span> : state}
      {/* not read out: it changes with every frame, and the progress bar says it to whoever asks */}
      {lab.state === 'running' && <span aria-hidden="true"> · {formatPercent(lab.progress)}</span>}
      {/* a pause that the reader asked for stays, and each step goes on from there */}
      {lab.state === 'paused' && lab.held && ` · ${formatPercent(lab.progress, 1)}`}
      {` · ${rest.join(' · ')}`}
      <span class="visually-hidden">{said && ` · ${said}`}</span>
    </span>
  );
}

function stateWords<P extends Params, Frame, Summary>(
  lab: Lab<P, Frame, Summary>,
  words: LabStrings['states'],
  diverged: boolean,
): string {
  if (lab.state === 'done' && lab.stale) return words.stale;
  if (lab.state === 'done' && lab.stopped) return words.stopped;
  if (lab.state === 'done' && diverged) return words.diverged;
  if (lab.state === 'done' && lab.altered) return words.altered;
  if (lab.state === 'done' && lab.preview) return words.preview;
  if (lab.state === 'running' && lab.progress === 0) return words.compiling;
  if (lab.state === 'paused' && lab.held) return words.held;
  return words[lab.state];
}
