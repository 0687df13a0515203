/** Time under the reader's hand: a range over the kept steps, and a button that lets them pass. */
import { useEffect, useState } from 'preact/hooks';
import { StableLabel } from '#src/controls/StableLabel.tsx';

export interface ScrubberProps {
  readonly id: string;
  /** The steps that can be looked at. */
  readonly steps: readonly number[];
  readonly at: number;
  readonly onMove: (at: number) => void;
  readonly words: { readonly step: string; readonly play: string; readonly pause: string };
}

const MILLIS_PER_STEP = 70;

export function Scrubber({ id, steps, at, onMove, words }: ScrubberProps) {
  const [playing, setPlaying] = useState(false);
  const last = Math.max(0, steps.length - 1);
  useEffect(() => {
    if (!playing) return;
    if (at >= last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => onMove(at + 1), MILLIS_PER_STEP);
    return () => clearTimeout(timer);
  }, [playing, at, last, onMove]);
  const play = () => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      onMove(last);
      return;
    }
    if (!playing && at >= last) onMove(0);
    setPlaying(!playing);
  };
  return (
    <div class="scrubber">
      <button type="button" class="button" data-action="play" disabled={last === 0} onClick={play}>
        <StableLabel text={playing ? words.pause : words.play} others={[words.play, words.pause]} />
      </button>
      <label for={id}>
        {words.step}{' '}
        <output for={id} aria-live="off">
          {steps[at] ?? 0}
        </output>
      </label>
      <input
        type="range"
        id={id}
        min={0}
        max={last}
        step={1}
        value={at}
        aria-valuetext={`${words.step} ${steps[at] ?? 0}`}
        onInput={(event) => {
          setPlaying(false);
          onMove(event.currentTarget.valueAsNumber);
        }}
      />
    </div>
  );
}
